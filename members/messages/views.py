"""„Meine Nachrichten“, and the page behind „abbestellen“ in a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from members.messages.actions import IsDuty, change_choice, unsubscribe
from members.messages.forms import MessageChoiceForm
from members.messages.wishes import UnsubscribeLinkInvalid, choices_of, owner_of, read_token
from netzwerk.mail import Choice
from netzwerk.mail.kinds import DIGEST, kind_label, kinds_for_people
from netzwerk.signed_links import LinkInvalid, refusal_page


@never_cache
def message_list(request):
    """Each kind of message: at once, weekly or not at all; duty messages are shown, too."""
    owner = owner_of(request.user)
    kinds, duties = kinds_for_people()
    form = MessageChoiceForm(request.POST or None, kinds=kinds, chosen=choices_of(owner))
    if form.is_valid():
        for kind, choice in form.cleaned_data.items():
            change_choice(owner=owner, kind=kind, choice=choice, by=request.user)
        messages.success(request, _("Ihre Auswahl ist gespeichert."))
        return redirect("members:message-list")
    context = {"form": form, "duties": duties, "email": owner.email or request.user.email, "is_internal": True}
    return render(request, "members/messages/message_list.html", context)


@csrf_exempt  # mail programs send the POST of RFC 8058; whoever holds the link may
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def message_unsubscribe(request, token):
    """GET asks, POST ends this kind of message, or with `wieder` begins it again; a scanner's GET changes nothing."""
    try:
        owner, kind = read_token(token)
        if request.method == "POST":
            _act(request, owner, kind)
    except (UnsubscribeLinkInvalid, IsDuty):
        return refusal_page(request, LinkInvalid())
    context = {"label": kind_label(kind), "state": _state(request), "is_digest": kind == DIGEST}
    response = render(request, "members/messages/message_unsubscribe.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _act(request, owner, kind):
    if "wieder" in request.POST:
        change_choice(owner=owner, kind=kind, choice=Choice.AT_ONCE)
    else:
        unsubscribe(owner=owner, kind=kind)


def _state(request):
    """What the page says: "asked", "ended" or "again"."""
    if request.method != "POST":
        return "asked"
    return "again" if "wieder" in request.POST else "ended"
