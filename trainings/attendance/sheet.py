"""The list for signature as PDF: everybody with a confirmed seat, and empty lines for people who just come."""

from netzwerk.models import Network
from netzwerk.pdf import render_pdf
from trainings.attendance.listing import ORDER, expected
from trainings.dates import place_text, session_text

TEMPLATE = "trainings/pdf/signatures.html"
DAYS_A_TABLE = 3  # columns to sign that fit beside the names
EMPTY_LINES = 8


def signature_sheet(event):
    """The file's bytes; with many sessions there is one table for each three of them."""
    people = list(expected(event).order_by(*ORDER))
    sessions = list(event.sessions.all())
    parts = [sessions[start : start + DAYS_A_TABLE] for start in range(0, len(sessions), DAYS_A_TABLE)]
    context = {
        "event": event,
        "network": Network.objects.first(),
        "place": place_text(event),
        "sessions": [session_text(session) for session in sessions],
        "parts": parts or [[None]],
        "people": people,
        "empty_lines": range(EMPTY_LINES),
    }
    return render_pdf(TEMPLATE, context)
