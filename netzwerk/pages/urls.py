"""Addresses of this room."""

from django.urls import path

from netzwerk.portal.start import home

app_name = "pages"
urlpatterns = [
    path("leichte-sprache/", home, name="easy-language"),
    path("gebaerdensprache/", home, name="sign-language"),
    path("seite/fuer-kinder-und-jugendliche/", home, name="children"),
    path("seite/beschwerde/", home, name="complaints"),
    path("impressum/", home, name="imprint"),
    path("datenschutz/", home, name="privacy"),
    path("barrierefreiheit/", home, name="accessibility"),
    path("barriere-melden/", home, name="barrier-report"),
    path("lizenzen/", home, name="licences"),
]
