"""The Leitfaden for coordinators: editions, publishing, building the PDF again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.permissions import can_change_contents
from netzwerk.permissions import enforce
from reporting_paths.guide.actions import contacts_have_changed, publish_edition, queue_pdf
from reporting_paths.guide.forms import PublishForm
from reporting_paths.guide.models import EditionClosed, GuideVersion


@never_cache
def edition_list(request):
    """All editions with what can be done to them."""
    enforce(can_change_contents, request.user)
    versions = list(GuideVersion.objects.select_related("guide"))
    current = next((version for version in versions if version.is_current), None)
    context = {
        "versions": versions,
        "current": current,
        "contacts_have_changed": current is not None and contacts_have_changed(current),
        "is_internal": True,
    }
    return render(request, "guide/edition_list.html", context)


@require_POST
def pdf_build(request, pk):
    """Has the PDF built again and shows how far it is."""
    enforce(can_change_contents, request.user)
    version = get_object_or_404(GuideVersion.objects.public(), pk=pk)
    job = queue_pdf(version=version, by=request.user)
    if job.owner_id != request.user.pk:
        messages.info(request, _("Das PDF wird gerade schon erstellt."))
        return redirect("guide:edition-list")
    return redirect(job)


@never_cache
def edition_publish(request, pk):
    """Asks what has changed, then puts the draft in force."""
    enforce(can_change_contents, request.user)
    version = get_object_or_404(GuideVersion.objects.select_related("guide"), pk=pk)
    form = PublishForm(request.POST or None)
    if form.is_valid():
        try:
            publish_edition(version=version, change_note=form.cleaned_data["change_note"], by=request.user)
        except EditionClosed:
            form.add_error(None, _("Diese Fassung ist schon veröffentlicht."))
        else:
            messages.success(request, _("Die Fassung ist veröffentlicht. Das PDF wird jetzt erstellt."))
            return redirect("guide:edition-list")
    return render(request, "guide/edition_publish.html", {"version": version, "form": form, "is_internal": True})
