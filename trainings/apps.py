"""Training events (§ 9 Abs. 5 Landeskinderschutzgesetz NRW)."""

from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "trainings"
    label = "trainings"
    verbose_name = "Fortbildungen"

    def ready(self):
        """Each subject tells the rooms below what concerns them."""
        from trainings.attendance.registering import register as register_attendance  # models can be imported only now
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
