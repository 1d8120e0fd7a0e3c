"""Addresses of this room."""

from django.urls import path

from netzwerk.pages import views

app_name = "pages"


def own(address, slug, name):
    """A page of text under a name that templates use."""
    return path(address, views.page_detail, {"slug": slug}, name=name)


urlpatterns = [
    own("leichte-sprache/", "leichte-sprache", "easy-language"),
    own("gebaerdensprache/", "gebaerdensprache", "sign-language"),
    own("seite/fuer-kinder-und-jugendliche/", "fuer-kinder-und-jugendliche", "children"),
    own("seite/beschwerde-und-ombudschaft/", "beschwerde-und-ombudschaft", "complaints"),
    own("impressum/", "impressum", "imprint"),
    own("datenschutz/", "datenschutz", "privacy"),
    own("barrierefreiheit/", "barrierefreiheit", "accessibility"),
    own("lizenzen/", "lizenzen", "licences"),
    path("barriere-melden/", views.barrier_report, name="barrier-report"),
    path("barriere-melden/danke/", views.barrier_thanks, name="barrier-thanks"),
    path("seite/<slug:slug>/", views.page_detail, name="page-detail"),
]
