"""Addresses of the coordination's pages about trainings."""

from django.urls import path

from trainings.planning.views import events, materials, overview, states, subjects

BASE = "koordination/fortbildungen/"
urlpatterns = [
    path(BASE, overview.plan_list, name="plan-list"),
    path(f"{BASE}jahr/<int:year>/", overview.plan_year, name="plan-year"),
    path(f"{BASE}neu/", events.plan_create, name="plan-create"),
    path(f"{BASE}neu/extern/", events.plan_create_external, name="plan-create-external"),
    path(f"{BASE}themen/", subjects.topic_list, name="topic-list"),
    path(f"{BASE}themen/neu/", subjects.topic_create, name="topic-create"),
    path(f"{BASE}themen/<int:pk>/", subjects.topic_update, name="topic-update"),
    path(f"{BASE}kursarten/", subjects.course_kind_list, name="course-kind-list"),
    path(f"{BASE}kursarten/neu/", subjects.course_kind_create, name="course-kind-create"),
    path(f"{BASE}kursarten/<int:pk>/", subjects.course_kind_update, name="course-kind-update"),
    path(f"{BASE}<int:pk>/", overview.plan_detail, name="plan-detail"),
    path(f"{BASE}<int:pk>/aendern/", events.plan_update, name="plan-update"),
    path(f"{BASE}<int:pk>/kopieren/", events.plan_copy, name="plan-copy"),
    path(f"{BASE}<int:pk>/loeschen/", events.plan_delete, name="plan-delete"),
    path(f"{BASE}<int:pk>/veroeffentlichen/", states.plan_publish, name="plan-publish"),
    path(f"{BASE}<int:pk>/absagen/", states.plan_cancel, name="plan-cancel"),
    path(f"{BASE}<int:pk>/verschieben/", states.plan_postpone, name="plan-postpone"),
    path(f"{BASE}<int:pk>/durchgefuehrt/", states.plan_hold, name="plan-hold"),
    path(f"{BASE}<int:pk>/zuruecknehmen/", states.plan_undo, name="plan-undo"),
    path(f"{BASE}<int:pk>/material/neu/", materials.material_create, name="plan-material-create"),
    path(f"{BASE}material/<int:pk>/", materials.material_file, name="plan-material-file"),
    path(f"{BASE}material/<int:pk>/loeschen/", materials.material_delete, name="plan-material-delete"),
]
