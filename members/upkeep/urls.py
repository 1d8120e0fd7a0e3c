"""Addresses of this room."""

from django.urls import path

from members.upkeep.views import confirmations, corrections, links, proposing

app_name = "upkeep"
urlpatterns = [
    path("bestaetigen/danke/", links.confirmation_thanks, name="confirmation-thanks"),
    path("bestaetigen/<str:token>/", links.confirmation, name="confirmation"),
    path("bestaetigen/<str:token>/korrektur/", links.confirmation_correct, name="confirmation-correct"),
    path("korrektur/danke/", proposing.correction_thanks, name="correction-thanks"),
    path("korrektur/einrichtung/<int:pk>/", proposing.organisation_correct, name="organisation-correct"),
    path("intern/korrektur/person/<int:pk>/", proposing.person_correct, name="person-correct"),
    path("koordination/bestaetigungen/", confirmations.confirmation_list, name="confirmation-list"),
    path("koordination/bestaetigungen/termine/", confirmations.confirmation_settings, name="settings-update"),
    path("koordination/bestaetigungen/<int:pk>/senden/", confirmations.confirmation_send, name="confirmation-send"),
    path(
        "koordination/bestaetigungen/<int:pk>/telefonisch/",
        confirmations.confirmation_by_phone,
        name="confirmation-by-phone",
    ),
    path("koordination/korrekturen/", corrections.correction_list, name="correction-list"),
    path("koordination/korrekturen/<int:pk>/", corrections.correction_detail, name="correction-detail"),
    path("koordination/korrekturen/<int:pk>/uebernehmen/", corrections.correction_apply, name="correction-apply"),
    path("koordination/korrekturen/<int:pk>/ablehnen/", corrections.correction_decline, name="correction-decline"),
]
