"""Training events (§ 9 Abs. 5 Landeskinderschutzgesetz NRW)."""

from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "trainings"
    label = "trainings"
    verbose_name = "Fortbildungen"

    def ready(self):
        """Fills the registries, one call a package."""
        from trainings.offers.registering import register as register_offers  # models can be imported only now
        from trainings.planning.registering import register as register_planning

        register_offers()
        register_planning()
