"""Topics and kinds of courses: list, create, rename, retire."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from netzwerk.permissions import enforce
from trainings.models import CourseKind, Topic
from trainings.permissions import can_plan
from trainings.planning.actions.materials import save_subject
from trainings.planning.forms.subjects import CourseKindForm, TopicForm


@never_cache
def topic_list(request):
    """All topics, those of the Schutzauftrag marked."""
    return _list(request, Topic, "topic_list")


@never_cache
def topic_create(request):
    return _edit(request, TopicForm(request.POST or None), "topic", _("Das Thema ist angelegt."))


@never_cache
def topic_update(request, pk):
    enforce(can_plan, request.user)
    form = TopicForm(request.POST or None, instance=get_object_or_404(Topic, pk=pk))
    return _edit(request, form, "topic", _("Das Thema ist gespeichert."))


@never_cache
def course_kind_list(request):
    """All kinds of courses, with how long their certificates hold."""
    return _list(request, CourseKind, "course_kind_list")


@never_cache
def course_kind_create(request):
    return _edit(request, CourseKindForm(request.POST or None), "course-kind", _("Die Kursart ist angelegt."))


@never_cache
def course_kind_update(request, pk):
    enforce(can_plan, request.user)
    form = CourseKindForm(request.POST or None, instance=get_object_or_404(CourseKind, pk=pk))
    return _edit(request, form, "course-kind", _("Die Kursart ist gespeichert."))


def _list(request, model, template):
    enforce(can_plan, request.user)
    rows = model.objects.annotate(event_count=Count("events")).order_by("-is_active", "name")
    return render(request, f"trainings/planning/{template}.html", {"rows": rows, "is_internal": True})


def _edit(request, form, kind, done):
    enforce(can_plan, request.user)
    if form.is_valid():
        save_subject(form=form, by=request.user)
        messages.success(request, done)
        return redirect(f"trainings:{kind}-list")
    is_new = form.instance.pk is None
    here = _("Neu") if is_new else form.initial["name"]
    context = {"form": form, "is_new": is_new, "here": here, "is_internal": True}
    return render(request, f"trainings/planning/{kind.replace('-', '_')}_form.html", context)
