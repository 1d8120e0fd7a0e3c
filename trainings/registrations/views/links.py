"""One registration, opened from a mail without sign-in: GET shows, POST acts."""

from django.shortcuts import render

from netzwerk.signed_links import signed_link
from trainings.models import Registration
from trainings.registrations.mails import LINK


@signed_link(LINK, Registration)
def seat_detail(request, registration):
    """Where the registration stands, and what can be done."""
    return render(request, "trainings/registrations/seat_detail.html", {"registration": registration})
