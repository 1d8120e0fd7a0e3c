"""Addresses of this room."""

from django.urls import path

from members.owndata.views import deletion, log, mine

app_name = "owndata"
urlpatterns = [
    path("mein/daten/", mine.data_detail, name="data-detail"),
    path("mein/daten/zusammenstellen/<slug:kind>/", mine.file_create, name="file-create"),
    path("mein/daten/meine-daten.<slug:kind>", mine.file_detail, name="file-detail"),
    path("mein/daten/loeschen/", deletion.deletion_request, name="deletion-request"),
    path("mein/daten/loeschen/zurueckziehen/", deletion.deletion_withdraw, name="deletion-withdraw"),
    path("mein/einwilligungen/", mine.consent_list, name="consent-list"),
    path("mein/einwilligungen/<slug:kind>/erteilen/", mine.consent_give, name="consent-give"),
    path("mein/einwilligungen/<slug:kind>/widerrufen/", mine.consent_withdraw, name="consent-withdraw"),
    path("mein/rollen/", mine.role_list, name="role-list"),
    path("koordination/loeschungen/", deletion.deletion_list, name="deletion-list"),
    path("koordination/loeschungen/<int:pk>/ausfuehren/", deletion.deletion_execute, name="deletion-execute"),
    path("koordination/loeschungen/<int:pk>/ablehnen/", deletion.deletion_decline, name="deletion-decline"),
    path("koordination/protokoll/", log.event_list, name="event-list"),
]
