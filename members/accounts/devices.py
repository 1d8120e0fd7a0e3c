"""Browsers in which somebody has signed in before, remembered in a signed cookie of theirs."""

from django.conf import settings

COOKIE = "geraet"
SALT = "members.accounts.devices"
REMEMBERED_SECONDS = 365 * 24 * 60 * 60
MOST_PEOPLE = 20  # at one shared computer


def is_known_device(request, user):
    """Whether `user` has signed in with this browser within the last year."""
    return str(user.pk) in _people(request)


def remember_device(request, response, user):
    """Adds `user` to those who have signed in with this browser."""
    people = [str(user.pk), *_people(request)][:MOST_PEOPLE]
    response.set_signed_cookie(
        COOKIE,
        ",".join(people),
        salt=SALT,
        max_age=REMEMBERED_SECONDS,
        path="/konto/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _people(request):
    value = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=REMEMBERED_SECONDS)
    return value.split(",") if value else []
