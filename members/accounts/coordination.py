"""For coordinators: who has no second factor, and taking a lost one away."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.accounts.account_filter import AccountFilter
from members.accounts.actions import reset_second_factor
from members.accounts.second_factor import factor_names, with_second_factor
from members.models import User
from members.permissions import can_reset_second_factor, can_see_accounts
from netzwerk.paging import page_of
from netzwerk.permissions import enforce

ROWS_A_PAGE = 50


@never_cache
def account_list(request):
    """All accounts with their second factor; those who lack a needed one come first."""
    enforce(can_see_accounts, request.user)
    form = AccountFilter(request.GET or None)
    accounts = form.apply(with_second_factor(User.objects.filter(is_active=True)))
    page = page_of(request, accounts.prefetch_related("role_assignments", "authenticator_set"), size=ROWS_A_PAGE)
    for account in page.object_list:
        account.factor_names = factor_names(account)
    for account in page:
        account.can_be_reset = account.has_second_factor and can_reset_second_factor(request.user, account)
    return render(request, "account/account_list.html", {"is_internal": True, "form": form, "page": page})


@never_cache
def account_reset(request, pk):
    """Asks, then takes a lost second factor away."""
    enforce(can_see_accounts, request.user)
    account = get_object_or_404(with_second_factor(User.objects.filter(is_active=True)), pk=pk)
    enforce(can_reset_second_factor, request.user, account)
    if request.method == "POST":
        reset_second_factor(user=account, by=request.user)
        messages.success(request, _("Der zweite Faktor ist zurückgesetzt. Die Person hat eine Mail bekommen."))
        return redirect("accounts:account-list")
    return render(request, "account/account_reset.html", {"is_internal": True, "account": account})
