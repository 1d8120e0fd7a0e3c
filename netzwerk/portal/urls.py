"""Addresses of the roof."""

from django.urls import path

from netzwerk.portal import barriers, start, views

app_name = "portal"
urlpatterns = [
    path("", start.home, name="home"),
    path("netzwerk/", views.network, name="network"),
    path("netzwerk/akteure/", views.actors, name="actors"),
    path("mein/", views.overview, name="overview"),
    path("koordination/barrieren/", barriers.barrier_list, name="barrier-list"),
    path("koordination/barrieren/<int:pk>/beantwortet/", barriers.barrier_done, name="barrier-done"),
    path("verlassen/", views.leave, name="leave"),
]
