"""Public check of a certificate: it says whether one is valid, and for what, but never whose it is."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from netzwerk.limits import count_this_hour, reader_mark
from trainings.certificates.forms import CodeForm, NameForm, plain_code
from trainings.certificates.names import is_name_of
from trainings.models import Certificate

CHECKS_AN_HOUR = 60  # of one network address: a whole office may share one
NAMES_AN_HOUR = 20  # for one certificate, from anywhere
FOLDER = "trainings/certificates"


@login_not_required
@never_cache
def certificate_search(request):
    """Asks for the number; the address of the answer is that of the QR code."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        return redirect("trainings:certificate-check", code=form.cleaned_data["code"])
    return render(request, f"{FOLDER}/certificate_search.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters("name")
def certificate_check(request, code):
    """Valid or withdrawn, which course, when and how long; a name that is sent is compared, never shown."""
    if count_this_hour(f"certificate:{reader_mark(request)}") > CHECKS_AN_HOUR:
        return render(request, f"{FOLDER}/certificate_flood.html", status=429)
    certificate = Certificate.objects.filter(code=plain_code(code)[:60]).first()
    if certificate is None:
        return render(request, f"{FOLDER}/certificate_unknown.html", status=404)
    form, answer = NameForm(request.POST or None), None
    if certificate.is_valid and form.is_valid():
        if count_this_hour(f"certificate-name:{certificate.pk}") > NAMES_AN_HOUR:
            return render(request, f"{FOLDER}/certificate_flood.html", status=429)
        answer = "yes" if is_name_of(certificate, form.cleaned_data["name"]) else "no"
        form = NameForm()
    context = {"certificate": certificate, "form": form if certificate.name_hash else None, "answer": answer}
    return render(request, f"{FOLDER}/certificate_check.html", context)
