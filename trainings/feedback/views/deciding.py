"""What coordinators do with the wishes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.conflicts import conflict_page
from netzwerk.charts import BarChart
from netzwerk.permissions import enforce
from netzwerk.versions import Outdated
from trainings.feedback.actions.needs import NeedRefused, decide_need, hide_need, merge_needs
from trainings.feedback.forms import NeedDecideForm
from trainings.feedback.groups import needs_by_group
from trainings.feedback.models import Need
from trainings.feedback.permissions import can_decide_needs

FOUND_AT_MOST = 20


@never_cache
def need_figures(request):
    """Which actor group wishes for how much."""
    enforce(can_decide_needs, request.user)
    groups = needs_by_group()
    bars = [(group.short_title, [wishes, supports]) for group, wishes, supports in groups if supports or wishes]
    series = (_("Wünsche"), _("Unterstützungen"))
    chart = BarChart("gruppen", _("Wünsche und Unterstützungen nach Akteursgruppe"), bars, series=series, decimals=0)
    context = {"groups": groups, "chart": chart if bars else None, "is_internal": True}
    return render(request, "feedback/need_figures.html", context)


@never_cache
def need_decide(request, pk):
    """The answer to a wish; whoever saves second is shown both."""
    need = _need(request, pk)
    form = NeedDecideForm(request.POST if request.method == "POST" else None, instance=need, user=request.user)
    if form.is_valid():
        try:
            decide_need(need=need, values=form.values, version=form.cleaned_data["version"], by=request.user)
        except Outdated as outdated:
            return conflict_page(request, form, outdated.record)
        messages.success(request, _("Die Antwort ist gespeichert."))
        return redirect(need)
    return render(request, "feedback/need_decide.html", {"form": form, "need": need, "is_internal": True})


@require_POST
def need_hide(request, pk):
    """Takes it from the list, or with `zeigen` puts it back."""
    need = _need(request, pk)
    is_hidden = "zeigen" not in request.POST
    hide_need(need=need, is_hidden=is_hidden, by=request.user)
    messages.success(
        request,
        _("Der Bedarf ist ausgeblendet. Mitglieder sehen ihn nicht mehr.")
        if is_hidden
        else _("Der Bedarf steht wieder in der Liste."),
    )
    return redirect(need)


@never_cache
def need_merge(request, pk):
    """Looks for the other one (`?suche=`), shows both, then merges."""
    need = _need(request, pk)
    others = Need.objects.visible_to(request.user).exclude(pk=need.pk).with_supports(request.user)
    if request.method == "POST":
        key = request.POST.get("ziel", "")
        kept = get_object_or_404(others, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
        try:
            merge_needs(kept=kept, gone=need, by=request.user)
        except NeedRefused as refusal:
            messages.error(request, refusal.text)
            return redirect(need)
        messages.success(request, _("Die beiden sind jetzt eins. Wer beides wollte, zählt einmal."))
        return redirect(kept)
    wanted = request.GET.get("suche", need.title).strip()[:120]
    found = others.related_to(wanted).by_support()[:FOUND_AT_MOST]
    context = {"need": need, "wanted": wanted, "found": found, "is_internal": True}
    return render(request, "feedback/need_merge.html", context)


def _need(request, pk):
    enforce(can_decide_needs, request.user)
    return get_object_or_404(Need.objects.visible_to(request.user).with_supports(request.user), pk=pk)
