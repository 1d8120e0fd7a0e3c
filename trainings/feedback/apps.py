"""Feedback of participants without their names, and what members wish for."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "trainings.feedback"
    label = "feedback"
    verbose_name = _("Rückmeldungen und Bedarfe")
