"""Pages of one's own access, and the coordinators' list of accounts."""

from django.urls import path

from members.accounts import coordination, views

app_name = "accounts"
urlpatterns = [
    path("konto/", views.access, name="access"),
    path("konto/sitzungen/alle-beenden/", views.session_end_all, name="session-end-all"),
    path("konto/sitzungen/<int:pk>/beenden/", views.session_end, name="session-end"),
    path("koordination/zugaenge/", coordination.account_list, name="account-list"),
    path("koordination/zugaenge/<int:pk>/zweiter-faktor/", coordination.account_reset, name="account-reset"),
]
