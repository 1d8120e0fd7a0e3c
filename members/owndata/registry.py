"""The registry of own data for the rooms above; rooms beside this one take members.personal_data itself."""

from members.personal_data import OpenData, Subject, not_personal, register, register_eraser

__all__ = ["OpenData", "Subject", "not_personal", "register", "register_eraser"]
