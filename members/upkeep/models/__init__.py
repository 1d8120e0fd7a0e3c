"""Asking whether data are right, and corrections people propose."""

from members.upkeep.models.confirmations import Confirmation, ConfirmationSettings
from members.upkeep.models.corrections import Correction, CorrectionChange

__all__ = ["Confirmation", "ConfirmationSettings", "Correction", "CorrectionChange"]
