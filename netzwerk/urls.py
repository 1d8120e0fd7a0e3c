"""All addresses. They are printed on posters: a path here never changes its meaning."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path, re_path

from netzwerk import errors, health

urlpatterns = [
    path("gesund/", health.live, name="health-live"),
    path("bereit/", health.ready, name="health-ready"),
    path("", include("netzwerk.portal.urls")),
    path("", include("netzwerk.jobs.urls")),
    path("", include("netzwerk.mail.urls")),
    path("", include("reporting_paths.contacts.urls")),
    path("", include("reporting_paths.paths.urls")),
    path("", include("reporting_paths.guide.urls")),
    path("", include("members.urls")),
    path("", include("netzwerk.pages.urls")),
    path("konto/anmelden/", account.login, name="account_login"),
    path("konto/abmelden/", account.logout, name="account_logout"),
    path("konto/passwort/vergessen/", account.password_reset, name="account_reset_password"),
    path("konto/passwort/gesendet/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^konto/passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "konto/passwort/neu/fertig/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("konto/passwort/", account.password_change, name="account_change_password"),
    path("verwaltung/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.fault
