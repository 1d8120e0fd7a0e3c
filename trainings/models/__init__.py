"""Training events, who comes to them, and what they take home."""

from trainings.models.certificates import AttendanceCount, Certificate
from trainings.models.events import Material, SeatReservation, Session, TrainingEvent
from trainings.models.registrations import Registration
from trainings.models.topics import CourseKind, Topic

__all__ = [
    "AttendanceCount",
    "Certificate",
    "CourseKind",
    "Material",
    "Registration",
    "SeatReservation",
    "Session",
    "Topic",
    "TrainingEvent",
]
