"""Addresses of this room; the public list /insofa/ is shown by the contacts, beside their own numbers."""

from django.urls import path

from members.experts.views import advice, coordination, duties, own

app_name = "experts"
urlpatterns = [
    path("insofa/anfrage/", advice.advice_request, name="advice-request"),
    path("insofa/rueckruf/<str:token>/", advice.advice_link, name="advice-link"),
    path("mein/anfragen/", advice.advice_list, name="advice-list"),
    path("mein/anfragen/<int:pk>/bestaetigen/", advice.advice_confirm, name="advice-confirm"),
    path("mein/insofa/", own.own_profile, name="own-profile"),
    path("koordination/insofa/", coordination.expert_list, name="expert-list"),
    path("koordination/insofa/neu/", coordination.expert_create, name="expert-create"),
    path("koordination/insofa/<int:pk>/", coordination.expert_update, name="expert-update"),
    path("koordination/insofa/<int:pk>/beenden/", coordination.expert_end, name="expert-end"),
    path("koordination/insofa/dienst/", duties.duty_list, name="duty-list"),
    path("koordination/insofa/dienst/neu/", duties.duty_create, name="duty-create"),
    path("koordination/insofa/dienst/<int:pk>/", duties.duty_update, name="duty-update"),
    path("koordination/insofa/dienst/<int:pk>/loeschen/", duties.duty_delete, name="duty-delete"),
]
