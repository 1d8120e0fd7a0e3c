"""Roles: who holds which, giving and taking them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.enums import Role
from members.models import RoleAssignment, User
from members.permissions import can_give_roles
from members.roles.actions import RoleRefused, give_role, take_role
from members.roles.forms import RoleForm
from netzwerk.permissions import enforce


@never_cache
def role_list(request):
    """All roles by kind, with their holders."""
    enforce(can_give_roles, request.user)
    held = RoleAssignment.objects.select_related("user__person", "youth_welfare_office", "organisation")
    by_role = {role: [] for role in Role.values}
    for assignment in held.order_by("youth_welfare_office__sort", "organisation__name", "user__full_name"):
        by_role[assignment.role].append(assignment)
    roles = [(Role(value).label, assignments) for value, assignments in by_role.items()]
    return render(request, "members/roles/role_list.html", {"roles": roles, "is_internal": True})


@never_cache
def role_give(request):
    """Gives a role; `?zugang=` names the access by its key."""
    enforce(can_give_roles, request.user)
    form = RoleForm(request.POST or None, initial={"email": _address_of(request.GET.get("zugang"))})
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in RoleForm.Meta.fields}
        try:
            assignment = give_role(user=form.instance.user, by=request.user, **values)
        except RoleRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("Vergeben: %(role)s.") % {"role": assignment})
            return redirect("members:role-list")
    return render(request, "members/roles/role_give.html", {"form": form, "is_internal": True})


@never_cache
def role_take(request, pk):
    """Asks, then takes a role away."""
    enforce(can_give_roles, request.user)
    assignment = get_object_or_404(RoleAssignment.objects.select_related("user"), pk=pk)
    if request.method == "POST":
        try:
            take_role(assignment=assignment, by=request.user)
        except RoleRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Die Rolle ist entzogen."))
            if assignment.user_id == request.user.pk:
                return redirect("portal:overview")
        return redirect("members:role-list")
    return render(request, "members/roles/role_take.html", {"assignment": assignment, "is_internal": True})


def _address_of(key):
    if not (key or "").isdecimal() or len(key) > 18:
        return ""
    return User.objects.filter(pk=int(key)).values_list("email", flat=True).first() or ""
