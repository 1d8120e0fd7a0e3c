"""Own data: everything on one page, as files, and who changed it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.consents import current_wording, give_consent, withdraw_consent
from members.enums import ConsentKind
from members.owndata.actions.files import request_file, take_file
from members.owndata.enums import FileKind
from members.owndata.models import DataFile
from members.personal_data import open_data_of, subject_of
from members.rights import role_cards


@never_cache
def data_detail(request):
    """Everything the portal stores about whoever asks (Art. 15 DSGVO)."""
    parts = open_data_of(subject_of(request.user))
    context = {
        "parts": [part for part in parts if part.rows],
        "empty_parts": [part for part in parts if not part.rows],
        "files": DataFile.objects.visible_to(request.user).defer("content"),
        "is_internal": True,
    }
    return render(request, "owndata/data_detail.html", context)


@require_POST
def file_create(request, kind):
    """Has the same built as a file, for people (PDF) or for machines (JSON, Art. 20 DSGVO)."""
    if kind not in FileKind.values:
        raise Http404
    return redirect(request_file(kind=kind, by=request.user))


@never_cache
def file_detail(request, kind):
    """One's own file to take along; where it is deleted by now, the page where one gets a new one."""
    file = DataFile.objects.visible_to(request.user).filter(kind=kind).first()
    if file is None:
        messages.info(request, _("Die Datei ist gelöscht. Sie können sie neu zusammenstellen lassen."))
        return redirect("owndata:data-detail")
    response = HttpResponse(take_file(file=file, by=request.user), content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@never_cache
def consent_list(request):
    """What one may agree to, in words, and what holds today."""
    person = subject_of(request.user).person
    held = {consent.kind: consent for consent in person.consents.current()} if person else {}
    consents = [
        {"kind": kind, "label": label, "wording": current_wording(kind), "held": held.get(kind)}
        for kind, label in ConsentKind.choices
    ]
    context = {"person": person, "consents": consents, "is_internal": True}
    return render(request, "owndata/consent_list.html", context)


@require_POST
def consent_give(request, kind):
    """Notes the consent in today's words."""
    give_consent(person=_person_for(request, kind), kind=kind, by=request.user)
    messages.success(request, _("Danke. Ihre Einwilligung ist vermerkt; Sie können sie jederzeit widerrufen."))
    return redirect("owndata:consent-list")


@require_POST
def consent_withdraw(request, kind):
    """Ends the consent; it takes effect at once."""
    withdraw_consent(person=_person_for(request, kind), kind=kind, by=request.user)
    messages.success(request, _("Ihre Einwilligung ist widerrufen. Das gilt ab sofort."))
    return redirect("owndata:consent-list")


@never_cache
def role_list(request):
    """What each role may do, one's own first."""
    own, others = role_cards(request.user)
    return render(request, "owndata/role_list.html", {"own": own, "others": others, "is_internal": True})


def _person_for(request, kind):
    """The person of whoever asks; without one, or for an unknown consent, there is no such page."""
    person = subject_of(request.user).person
    if person is None or kind not in ConsentKind.values:
        raise Http404
    return person
