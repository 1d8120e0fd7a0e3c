"""Tasks of this room."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.conf import settings


@shared_task
def delete_ended_sessions():
    """Deletes sessions past their end, and what is kept of the browser behind each; runs every day."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    for session in UserSession.objects.iterator():
        session.purge()
