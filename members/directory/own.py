"""„So sehen mich andere“: one's own fields as the public, the members and the coordination see them."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from members.directory.actions import change_visibility
from members.directory.forms import VisibilityForm
from members.enums import Visibility
from members.models import Membership, Person
from members.visibility import seen, visible_values

LABELS = {"email": _("E-Mail-Adresse"), "phone": _("Telefon"), "mobile": _("Mobiltelefon")}
READERS = {
    Visibility.PUBLIC: (_("Öffentlichkeit"), _("ohne Anmeldung")),
    Visibility.MEMBERS: (_("Mitglieder"), _("wer im Netzwerk mitarbeitet")),
    Visibility.COORDINATORS: (_("Koordination"), _("die Netzwerkkoordination Ihres Jugendamtes")),
}


@dataclass(frozen=True)
class View:
    """What one kind of readers sees: `lines` (label, what is stored, what they see of it)."""

    title: str
    who: str
    name: str
    seats: list
    lines: list


@never_cache
def own_visibility(request):
    """Shows the three views of oneself and changes who may see which field."""
    person = Person.objects.filter(user=request.user).first()
    if person is None:
        return render(request, "directory/own_visibility.html", {"is_internal": True, "person": None})
    form = VisibilityForm(request.POST or None, instance=person)
    if form.is_valid():
        change_visibility(person=person, values=form.cleaned_data, by=request.user)
        messages.success(request, _("Ihre Angaben sind jetzt so sichtbar wie gewählt."))
        return redirect("directory:own-visibility")
    if form.errors:
        person.refresh_from_db()
    seats = Membership.objects.current().filter(person=person).select_related("organisation")
    views = [_view(person, list(seats), level) for level in READERS]
    context = {"is_internal": True, "person": person, "views": views, "form": form}
    return render(request, "directory/own_visibility.html", context)


def _view(person, seats, level):
    """Without the name nothing is shown: a number alone is nobody's."""
    is_named = person.name_visibility in visible_values(level)
    title, who = READERS[level]
    return View(
        title=title,
        who=who,
        name=person.full_name if is_named else "",
        seats=seats if is_named else [],
        lines=[
            (label, getattr(person, name), seen(person, name, level) if is_named else "")
            for name, label in LABELS.items()
        ],
    )
