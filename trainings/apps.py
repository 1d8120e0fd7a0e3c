"""Training events (§ 9 Abs. 5 Landeskinderschutzgesetz NRW)."""

from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "trainings"
    label = "trainings"
    verbose_name = "Fortbildungen"

    def ready(self):
        """Each subject tells the rooms below what concerns them."""
        from trainings.registrations.registering import register as register_registrations  # models are there only now

        register_registrations()
