"""Bounces told by a mail service: a signed POST, by setting MAIL_WEBHOOK_SECRET.

    POST /zustellung/meldung/
    X-Netzwerk-Timestamp: 1795340000
    X-Netzwerk-Signature: sha256=<HMAC-SHA256 of "1795340000." and the body, in hexadecimal digits>

    {"message_id": "<…>", "event": "bounced", "reason": "550 5.1.1 unknown user"}

Answers 204 (noted, or for another event nothing to note), 400 (not understood), 403 (not signed), 404 (no such mail).
"""

import hashlib
import hmac
import json
import time

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from netzwerk.mail.actions import mark_bounced
from netzwerk.mail.reports import reason_of

SECONDS = 300


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def bounce_report(request):
    """Notes a mail that came back."""
    if not settings.MAIL_WEBHOOK_SECRET:
        raise Http404
    if not _is_signed(request):
        return HttpResponse(status=403)
    try:
        report = json.loads(request.body)
        event, message_id, words = report["event"], str(report["message_id"]), str(report.get("reason", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    if event == "bounced" and not mark_bounced(message_id=message_id, reason=reason_of(words.replace("\0", ""))):
        return HttpResponse(status=404)
    return HttpResponse(status=204)


def _is_signed(request):
    """Whether the body was signed with our secret within the last minutes."""
    moment = request.headers.get("X-Netzwerk-Timestamp", "")
    if not (moment.isascii() and moment.isdigit()) or abs(time.time() - int(moment[:12])) > SECONDS:
        return False
    signed = moment.encode() + b"." + request.body
    expected = hmac.new(settings.MAIL_WEBHOOK_SECRET.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(request.headers.get("X-Netzwerk-Signature", "").encode(), f"sha256={expected}".encode())
