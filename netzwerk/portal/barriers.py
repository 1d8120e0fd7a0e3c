"""Reports about barriers, for those who keep the contents."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.permissions import can_change_contents
from netzwerk.pages.actions import mark_report_done
from netzwerk.pages.models import BarrierReport
from netzwerk.permissions import enforce


@never_cache
def barrier_list(request):
    """All reports: open ones first, then those answered."""
    enforce(can_change_contents, request.user)
    reports = list(BarrierReport.objects.all())
    context = {
        "open_reports": [report for report in reports if report.done_at is None],
        "done_reports": [report for report in reports if report.done_at is not None],
        "is_internal": True,
    }
    return render(request, "pages/barrier_list.html", context)


@require_POST
def barrier_done(request, pk):
    """Notes that a report was answered."""
    enforce(can_change_contents, request.user)
    mark_report_done(report=get_object_or_404(BarrierReport, pk=pk), by=request.user)
    messages.success(request, _("Die Meldung ist als beantwortet vermerkt."))
    return redirect("portal:barrier-list")
