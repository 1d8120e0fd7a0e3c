"""Addresses of the outbox for machines; its pages are in netzwerk/portal/outbox/."""

from django.urls import path

from netzwerk.mail import webhook

app_name = "mail"
urlpatterns = [path("zustellung/meldung/", webhook.bounce_report, name="bounce-report")]
