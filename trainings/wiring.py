"""What trainings add to the rooms below, subject by subject."""

from trainings.attendance.registering import register as register_attendance
from trainings.certificates.registering import register as register_certificates
from trainings.offers.registering import register as register_offers
from trainings.participants.registering import register as register_participants
from trainings.planning.registering import register as register_planning
from trainings.registrations.registering import register as register_registrations

register_attendance()
register_certificates()
register_offers()
register_participants()
register_planning()
register_registrations()
