"""Training events, who comes to them, and what they take home."""

from trainings.models.certificates import AttendanceCount, Certificate
from trainings.models.events import Material, SeatReservation, Session, TrainingEvent
from trainings.models.refusals import (
    AlreadyRegistered,
    NoRoomLeft,
    NotLive,
    OfferEnded,
    OtherOrganisation,
    SignUpClosed,
    SignUpRefused,
    TooLate,
)
from trainings.models.registrations import Registration
from trainings.models.topics import CourseKind, Topic

__all__ = [
    "AlreadyRegistered",
    "AttendanceCount",
    "Certificate",
    "CourseKind",
    "Material",
    "NoRoomLeft",
    "NotLive",
    "OfferEnded",
    "OtherOrganisation",
    "Registration",
    "SeatReservation",
    "Session",
    "SignUpClosed",
    "SignUpRefused",
    "TooLate",
    "Topic",
    "TrainingEvent",
]
