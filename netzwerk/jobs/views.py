"""Long work as its owner sees it: can be left and found again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from netzwerk.jobs.actions import cancel_job
from netzwerk.models import Job
from netzwerk.paging import page_of


@never_cache
def job_list(request):
    """One's own work, newest first."""
    page = page_of(request, Job.objects.visible_to(request.user))
    return render(request, "jobs/job_list.html", {"page": page, "is_internal": True})


@never_cache
def job_detail(request, pk):
    """How far it is; the page looks again by itself while the work goes on."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return render(request, "jobs/job_detail.html", {"job": job, "is_internal": True})


@never_cache
def job_cancel(request, pk):
    """Asks first (GET), then stops the work (POST)."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not job.is_active:
        return redirect(job)
    if request.method == "POST":
        job = cancel_job(job=job, by=request.user)
        if job.status == Job.Status.CANCELLED:
            messages.success(request, _("Der Vorgang ist abgebrochen."))
        return redirect(job)
    return render(request, "jobs/job_cancel.html", {"job": job, "is_internal": True})
