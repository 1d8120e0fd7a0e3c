"""Filters of the administration."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class OfficeFilter(admin.RelatedOnlyFieldListFilter):
    """By Jugendamt; only those that have a row."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("Jugendamt")
