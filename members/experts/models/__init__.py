"""Insoweit erfahrene Fachkräfte, their duty rota, and requests for advice."""

from members.experts.models.duties import ExpertDuty
from members.experts.models.profiles import ExpertHours, ExpertProfile
from members.experts.models.requests import AdviceRequest

__all__ = ["AdviceRequest", "ExpertDuty", "ExpertHours", "ExpertProfile"]
