"""Wishes for trainings, for members: look, wish, support."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from netzwerk.charts import BarChart
from netzwerk.permissions import enforce
from trainings.feedback.actions.needs import NeedRefused, propose_need, support_need, withdraw_support
from trainings.feedback.forms import NeedFilterForm, NeedForm, SupportForm
from trainings.feedback.groups import groups_of, supports_by_group
from trainings.feedback.models import Need
from trainings.feedback.permissions import can_decide_needs, can_see_needs, can_wish

PAGE_SIZE = 20


@never_cache
def need_list(request):
    """The most wanted first."""
    enforce(can_see_needs, request.user)
    form = NeedFilterForm(request.GET)
    needs = form.narrowed(Need.objects.visible_to(request.user)).with_supports(request.user).by_support()
    pages = Paginator(needs.select_related("topic", "actor_category", "event"), PAGE_SIZE)
    context = {
        "form": form,
        "page": pages.get_page(request.GET.get("seite")),
        "can_wish": can_wish(request.user),
        "can_decide": can_decide_needs(request.user),
        "is_internal": True,
    }
    return render(request, "feedback/need_list.html", context)


@never_cache
def need_detail(request, pk):
    """One wish: who wants it by actor group, what the coordination says. A merged one leads to where it went."""
    need = _need(request, pk)
    if need.merged_into_id:
        return redirect(need.merged_into)
    groups = supports_by_group(need)
    context = {
        "need": need,
        "groups": groups,
        "chart": _chart(groups),
        "support_form": SupportForm(groups=groups_of(request.user)) if can_wish(request.user) else None,
        "can_decide": can_decide_needs(request.user),
        "is_internal": True,
    }
    return render(request, "feedback/need_detail.html", context)


@never_cache
def need_create(request):
    """A wish; similar ones are shown before it is entered a second time."""
    enforce(can_wish, request.user)
    form = NeedForm(request.POST if request.method == "POST" else None, groups=groups_of(request.user))
    if form.is_valid():
        try:
            need = propose_need(values=form.values, actor_category=form.group, by=request.user)
        except NeedRefused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, _("Ihr Wunsch ist eingetragen."))
            return redirect(need)
    return render(request, "feedback/need_create.html", {"form": form, "is_internal": True})


@never_cache
def need_similar(request):
    """A part of a page: what is similar to `?title=`, looked up while somebody types."""
    enforce(can_wish, request.user)
    needs = Need.objects.similar_to(request.GET.get("title", "")[:120])
    return render(request, "feedback/partials/similar_list.html", {"needs": needs})


@require_POST
def need_support(request, pk):
    """One click: „Das wünsche ich mir auch“."""
    enforce(can_wish, request.user)
    need = _need(request, pk)
    form = SupportForm(request.POST, groups=groups_of(request.user))
    if not form.is_valid():
        messages.error(request, _("Wählen Sie eine Ihrer Gruppen aus."))
        return redirect(need)
    try:
        support_need(need=need, actor_category=form.group, by=request.user)
    except NeedRefused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Sie unterstützen diesen Bedarf."))
    return redirect(need)


@require_POST
def need_withdraw(request, pk):
    """Takes one's support back."""
    enforce(can_wish, request.user)
    need = _need(request, pk)
    if withdraw_support(need=need, by=request.user):
        messages.success(request, _("Ihre Unterstützung ist zurückgenommen."))
        return redirect(need)
    messages.success(request, _("Niemand sonst hatte sich das gewünscht. Der Wunsch ist gelöscht."))
    return redirect("feedback:need-list")


def _need(request, pk):
    """Also one that was merged, so that old links lead on."""
    enforce(can_see_needs, request.user)
    found = Need.objects.with_supports(request.user).select_related("topic", "actor_category", "event", "merged_into")
    return get_object_or_404(found.readable_by(request.user), pk=pk)


def _chart(groups):
    if not groups:
        return None
    bars = [(group.short_title, [number]) for group, number in groups]
    return BarChart("gruppen", _("Unterstützung nach Akteursgruppe"), bars, decimals=0)
