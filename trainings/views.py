"""Trainings for everybody."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from netzwerk.calendars.feeds import public_feed
from netzwerk.mail.queue import sender_name
from netzwerk.pagecache import public_page


@public_page
@require_safe
def training_feed(request):
    """Public trainings as a calendar: the items of kind "training" (see netzwerk.calendars)."""
    return public_feed(request, name=_("{network}: Fortbildungen").format(network=sender_name()), kind="training")
