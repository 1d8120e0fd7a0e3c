"""The roof: start page and everything that shows several apps side by side."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "netzwerk.portal"
    label = "portal"
    verbose_name = "Portal"
