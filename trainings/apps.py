"""Training events (§ 9 Abs. 5 Landeskinderschutzgesetz NRW)."""

from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    name = "trainings"
    label = "trainings"
    verbose_name = "Fortbildungen"
