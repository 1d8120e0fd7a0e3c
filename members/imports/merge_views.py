"""Finding people who are there twice, and making one of them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.imports.actions import tell_apart
from members.imports.duplicates import likely_pairs
from members.imports.forms import MergeForm, PersonSearchForm
from members.imports.permissions import can_import
from members.merging import MergeGone, MergeNotAllowed, MergeOutdated, merge_people
from members.models import Person
from netzwerk.paging import PAGE_SIZE, page_of
from netzwerk.permissions import enforce

REFUSALS = {
    MergeOutdated: gettext_lazy(
        "Eine der beiden Personen wurde inzwischen geändert. Prüfen Sie die Angaben noch einmal."
    ),
    MergeNotAllowed: gettext_lazy(
        "Ein Zugang mit Rollen wird dabei abgeschaltet. Das darf nur die Koordination des ganzen Netzwerks."
    ),
}


@never_cache
def duplicate_list(request):
    """Likely pairs, and a search for two people one knows to be the same."""
    enforce(can_import, request.user)
    chosen = [int(pk) for pk in request.GET.getlist("person") if pk.isdigit()]
    if len(set(chosen)) == 2:
        return redirect("imports:person-merge", *sorted(set(chosen)))
    search = PersonSearchForm(request.GET)
    text = search.cleaned_data["suche"] if search.is_valid() else ""
    page = page_of(request, likely_pairs(request.user))
    people = _with_seats(request.user).in_bulk([pk for pair in page.object_list for pk in (pair.first, pair.second)])
    context = {
        "page": page,
        "pairs": [(people[pair.first], people[pair.second], pair.reason) for pair in page.object_list],
        "search": search,
        "text": text,
        "found": _with_seats(request.user).named_like(text)[:PAGE_SIZE] if text else [],
        "is_incomplete": "waehlen" in request.GET,
        "is_internal": True,
    }
    return render(request, "members/imports/duplicate_list.html", context)


@never_cache
def person_merge(request, first, second):
    """Both side by side, each value chosen; then one of them is left."""
    people = _pair(request, first, second)
    form = MergeForm(request.POST or None, people=people)
    if request.method == "POST" and (form.is_outdated or form.is_valid()):
        try:
            person = _merge(form, people, request.user)
        except MergeGone:
            raise Http404 from None
        except (MergeOutdated, MergeNotAllowed) as refused:
            people = _pair(request, first, second)
            form = MergeForm(people=people)
            messages.error(request, REFUSALS[type(refused)])
        else:
            messages.success(request, _("Aus zwei Einträgen ist einer geworden: %s.") % person)
            return redirect("imports:duplicate-list")
    context = {"people": people, "form": form, "is_internal": True}
    return render(request, "members/imports/person_merge.html", context)


def _merge(form, people, user):
    """Into the one with an access, else the older entry."""
    if form.is_outdated:
        raise MergeOutdated
    kept, gone = sorted(people, key=lambda person: (person.user_id is None, person.pk))
    return merge_people(kept=kept.pk, gone=gone.pk, values=form.values, versions=form.versions, user=form.user, by=user)


@never_cache
@require_POST
def people_tell_apart(request, first, second):
    """They look alike and are two: the pair leaves the list."""
    people = _pair(request, first, second)
    tell_apart(first=people[0], second=people[1], by=request.user)
    messages.success(request, _("Vermerkt: Das sind zwei verschiedene Personen."))
    return redirect("imports:duplicate-list")


def _pair(request, first, second):
    if first == second:
        raise Http404
    people = _with_seats(request.user)
    return [get_object_or_404(people, pk=pk) for pk in sorted((first, second))]


def _with_seats(user):
    """People that `user` may merge; nobody for those who may not import."""
    if not can_import(user):
        raise Http404
    return Person.objects.changeable_by(user).select_related("user").with_seats()
