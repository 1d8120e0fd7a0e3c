"""Information and duty pages, and the form for barriers."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import escape
from django.views.decorators.cache import never_cache

from netzwerk.models import Network
from netzwerk.pagecache import kept, public_page
from netzwerk.pages.actions import TooManyReports, report_barrier
from netzwerk.pages.forms import BarrierReportForm
from netzwerk.pages.models import Page
from netzwerk.pages.placeholders import filled


@public_page
def page_detail(request, slug):
    """One page; it has one address, the others lead there."""
    page = kept(request, ("page", slug), lambda: get_object_or_404(Page, slug=slug))
    if request.path != page.get_absolute_url():
        return redirect(page)
    network = kept(request, "network", Network.objects.first)
    context = {"page": page, "lead": filled(escape(page.lead), network), "body": filled(page.body, network)}
    return render(request, "pages/page_detail.html", context)


@login_not_required
@never_cache
def barrier_report(request):
    """Takes a report about a barrier (§ 10b BGG NRW); nothing of the sender is kept but an address they give."""
    form = BarrierReportForm(request.POST or None)
    is_full = False
    if form.is_valid():
        try:
            report_barrier(**form.cleaned_data)
        except TooManyReports:
            is_full = True
        else:
            return redirect("pages:barrier-thanks")
    context = {"form": form, "is_full": is_full}
    return render(request, "pages/barrier_report.html", context, status=429 if is_full else 200)


@public_page
def barrier_thanks(request):
    """Says that the report has arrived."""
    return render(request, "pages/barrier_thanks.html")
