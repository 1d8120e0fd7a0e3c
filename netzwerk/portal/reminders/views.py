"""„Erinnerungen“: after which rules the portal reminds, and whom they would reach today."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.permissions import is_network_coordinator
from netzwerk.permissions import enforce
from netzwerk.portal.reminders.forms import RuleForm
from netzwerk.portal.reminders.preview import reach_of, reaches_of
from netzwerk.reminders.actions import change_rule, reset_rule
from netzwerk.reminders.kinds import reminder_kind, reminder_kinds
from netzwerk.reminders.rules import saved_rules, with_windows


@never_cache
def reminder_list(request):
    """All rules by kind."""
    enforce(is_network_coordinator, request.user)
    rows = saved_rules()
    found = [(kind, kind.rules(rows)) for kind in reminder_kinds()]
    reaches = reaches_of([rule for _kind, rules in found for rule in rules if rule.is_active])
    kinds = [(kind, [(rule, reaches.get(rule)) for rule in rules]) for kind, rules in found]
    return render(request, "portal/reminders/reminder_list.html", {"kinds": kinds, "is_internal": True})


@never_cache
def reminder_update(request, kind, key):
    """Changes a rule; with `preview` it only shows whom it would reach."""
    enforce(is_network_coordinator, request.user)
    rule, others = _rule_or_404(kind, key)
    form = RuleForm(request.POST or None, rule=rule, others=others)
    shown = rule
    if form.is_valid():
        shown = form.changed_rule()
        if "preview" not in request.POST:
            change_rule(rule=rule, days=shown.days, hour=shown.hour, is_active=rule.is_active, by=request.user)
            messages.success(request, _("Die Regel ist gespeichert. Wer schon erinnert wurde, bekommt nichts doppelt."))
            return redirect("portal:reminder-list")
    shown = with_windows([shown, *others])[0]
    context = {
        "kind": reminder_kind(kind),
        "rule": rule,
        "shown": shown,
        "form": form,
        "reach": reach_of(shown),
        "is_internal": True,
    }
    return render(request, "portal/reminders/reminder_form.html", context)


@require_POST
def reminder_switch(request, kind, key):
    """Switches a rule off, or on again."""
    enforce(is_network_coordinator, request.user)
    rule, _others = _rule_or_404(kind, key)
    change_rule(rule=rule, days=rule.days, hour=rule.hour, is_active=not rule.is_active, by=request.user)
    done = _("Die Regel ist ausgeschaltet.") if rule.is_active else _("Die Regel ist eingeschaltet.")
    messages.success(request, done)
    return redirect("portal:reminder-list")


@require_POST
def reminder_reset(request, kind, key):
    """The rule the portal came with holds again."""
    enforce(is_network_coordinator, request.user)
    rule, _others = _rule_or_404(kind, key)
    reset_rule(rule=rule, by=request.user)
    messages.success(request, _("Es gilt wieder die ursprüngliche Regel."))
    return redirect("portal:reminder-list")


def _rule_or_404(kind, key):
    """(the rule, the others of its kind)."""
    found = reminder_kind(kind)
    rules = found.rules() if found else []
    rule = next((rule for rule in rules if rule.key == key), None)
    if rule is None:
        raise Http404
    return rule, [other for other in rules if other is not rule]
