"""All addresses. They are printed on posters: a path here never changes its meaning."""

from django.contrib import admin
from django.urls import include, path

from netzwerk import errors, health

urlpatterns = [
    path("gesund/", health.live, name="health-live"),
    path("bereit/", health.ready, name="health-ready"),
    path("", include("netzwerk.portal.urls")),
    path("", include("netzwerk.jobs.urls")),
    path("", include("netzwerk.mail.urls")),
    path("", include("netzwerk.calendars.urls")),
    path("", include("reporting_paths.contacts.urls")),
    path("", include("reporting_paths.paths.urls")),
    path("", include("reporting_paths.guide.urls")),
    path("", include("members.urls")),
    path("", include("members.directory.urls")),
    path("", include("members.imports.urls")),
    path("", include("members.experts.urls")),
    path("", include("members.upkeep.urls")),
    path("", include("members.coverage.urls")),
    path("", include("members.owndata.urls")),
    path("", include("trainings.urls")),
    path("", include("netzwerk.pages.urls")),
    path("konto/", include("members.accounts.allauth_urls")),
    path("", include("members.accounts.urls")),
    path("verwaltung/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many  # asked for by allauth
handler500 = errors.fault
