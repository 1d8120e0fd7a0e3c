"""Own data as files: JSON for machines, PDF for people."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from members.personal_data import open_data_of
from netzwerk.models import Network
from netzwerk.pdf import render_pdf


def as_json(subject):
    """All parts as JSON in UTF-8: {created_at, parts: [{key, title, note, headers, rows}]}."""
    parts = [
        {
            "key": part.key,
            "title": str(part.title),
            "note": part.note,
            "headers": [str(header) for header in part.headers],
            "rows": part.rows,
        }
        for part in open_data_of(subject)
    ]
    data = {"created_at": timezone.now(), "parts": parts}
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def as_pdf(subject):
    """All parts as a tagged PDF."""
    context = {
        "name": str(subject.person or subject.user),
        "parts": open_data_of(subject),
        "created_at": timezone.localtime(),
        "network": Network.objects.first(),
    }
    return render_pdf("owndata/pdf/own_data.html", context)
