"""Addresses of the roof."""

from django.urls import path

from netzwerk.portal import barriers, start, views
from netzwerk.portal.outbox import technical
from netzwerk.portal.outbox import views as outbox
from netzwerk.portal.reminders import views as reminders

app_name = "portal"
urlpatterns = [
    path("", start.home, name="home"),
    path("netzwerk/", views.network, name="network"),
    path("netzwerk/akteure/", views.actors, name="actors"),
    path("mein/", views.overview, name="overview"),
    path("koordination/barrieren/", barriers.barrier_list, name="barrier-list"),
    path("koordination/barrieren/<int:pk>/beantwortet/", barriers.barrier_done, name="barrier-done"),
    path("koordination/postausgang/", outbox.mail_list, name="mail-list"),
    path("koordination/postausgang/<int:pk>/", outbox.mail_detail, name="mail-detail"),
    path("koordination/postausgang/<int:pk>/ansicht/", outbox.mail_preview, name="mail-preview"),
    path("koordination/postausgang/<int:pk>/erneut/", outbox.mail_resend, name="mail-resend"),
    path("koordination/postausgang/<int:pk>/anhalten/", outbox.mail_stop, name="mail-stop"),
    path("koordination/erinnerungen/", reminders.reminder_list, name="reminder-list"),
    path("koordination/erinnerungen/<slug:kind>/<slug:key>/", reminders.reminder_update, name="reminder-update"),
    path(
        "koordination/erinnerungen/<slug:kind>/<slug:key>/schalten/", reminders.reminder_switch, name="reminder-switch"
    ),
    path(
        "koordination/erinnerungen/<slug:kind>/<slug:key>/zuruecksetzen/",
        reminders.reminder_reset,
        name="reminder-reset",
    ),
    path("koordination/technik/", technical.technical_check, name="technical-check"),
    path("koordination/technik/probe/", technical.test_mail, name="test-mail"),
    path("verlassen/", views.leave, name="leave"),
]
