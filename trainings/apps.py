"""Training events (§ 9 Abs. 5 Landeskinderschutzgesetz NRW)."""

from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "trainings"
    label = "trainings"
    verbose_name = "Fortbildungen"

    def ready(self):
        """Each package tells the rooms below what it has."""
        from trainings.planning.registering import register as register_planning  # models can be imported only now

        register_planning()
