"""Material for participants: adding, reading, deleting."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from trainings.models import Material
from trainings.planning.actions.materials import add_material, delete_material
from trainings.planning.files import TOO_LARGE, file_response, is_too_large
from trainings.planning.forms.materials import MaterialForm
from trainings.planning.views.finding import own_event, plan_url, seen_event


@never_cache
@csrf_exempt  # before the token is looked for the body would be read; `_material_create` checks it
def material_create(request, pk):
    """A file or an address; what is too large is refused before it is read."""
    event = own_event(request, pk)
    if request.method == "POST" and is_too_large(request):
        return _page(request, event, MaterialForm.refused(TOO_LARGE), status=413)
    return _material_create(request, event)


@csrf_protect
def _material_create(request, event):
    form = MaterialForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        add_material(event=event, values=form.cleaned_data, by=request.user)
        messages.success(request, _("Das Material ist hinzugefügt."))
        return redirect(plan_url(event))
    return _page(request, event, form)


@never_cache
def material_file(request, pk):
    """The file itself, for coordinators."""
    material = get_object_or_404(Material, pk=pk)
    seen_event(request, material.event_id)
    return file_response(material)


@never_cache
def material_delete(request, pk):
    """Asks, then deletes."""
    material = get_object_or_404(Material, pk=pk)
    event = own_event(request, material.event_id)
    if request.method == "POST":
        delete_material(material=material, by=request.user)
        messages.success(request, _("Das Material ist gelöscht."))
        return redirect(plan_url(event))
    context = {"material": material, "event": event, "is_internal": True}
    return render(request, "trainings/planning/material_delete.html", context)


def _page(request, event, form, status=200):
    context = {"event": event, "form": form, "is_internal": True}
    return render(request, "trainings/planning/material_form.html", context, status=status)
