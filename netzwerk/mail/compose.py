"""What a mail says: rendered from text templates; the HTML part is made from the text."""

import base64
import re
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string, select_template
from django.utils.crypto import salted_hmac
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import mark_safe

from netzwerk.mail.addresses import ascii_address

SUBJECT_LENGTH = 200
ADDRESS_LINE = re.compile(r"https?://\S+")
MAY_LINK = re.compile(r"[@:]|\.\w")  # without one of these urlize, which looks at each word, finds nothing
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
OWN_HEADERS = {"from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "auto-submitted", "mime-version"}


class Attachment(NamedTuple):
    """A part beside the text; a calendar part names its METHOD: `text/calendar; method=REQUEST`."""

    name: str
    content: str | bytes
    mimetype: str


def one_line(text, length=None):
    """`text` without line breaks and control characters: nothing in it can become a header of its own."""
    plain = str(text)
    if not plain.isprintable():
        plain = "".join(character if character.isprintable() else " " for character in plain)
    return " ".join(plain.split())[:length]


def render_text(name, context):
    """A text template (of a list of names the first there is): nothing is escaped, for no browser reads it."""
    template = get_template(name) if isinstance(name, str) else select_template(name)
    text = template.template.render(Context(context, autoescape=False))
    return text.replace("\0", "").strip()


def html_from(subject, text, *, sender):
    """The HTML part in the portal's look; `text` stays the only source."""
    paragraphs = [_paragraph(part) for part in re.split(r"\n\s*\n", text.strip())]
    context = {"subject": subject, "body": mark_safe("\n".join(paragraphs)), "sender": sender}  # noqa: S308 - escaped below
    return render_to_string("email/frame.html", context)


def _paragraph(text):
    """A paragraph; lines with "- " become a list, "Title:" above an address alone a button."""
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) == 2 and lines[0].endswith(":") and ADDRESS_LINE.fullmatch(lines[1]):
        return format_html(
            '<p><a class="button" href="{0}">{1}</a></p><p class="small">{0}</p>', lines[1], lines[0].rstrip(":")
        )
    parts = groupby(lines, key=lambda line: line.startswith("- "))
    return format_html_join("", "{}", ((_list(part) if is_list else _lines(part),) for is_list, part in parts))


def _list(lines):
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_linked(line[2:]),) for line in lines)))


def _lines(lines):
    return format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ((_linked(line),) for line in lines)))


def _linked(line):
    if not MAY_LINK.search(line):
        return line
    return mark_safe(urlize(line, autoescape=True))  # noqa: S308 - urlize escapes


def checked_headers(headers, reply_to):
    """Headers in one line each; those that say who writes to whom cannot be set."""
    headers = {name: one_line(value) for name, value in (headers or {}).items()}
    if reply_to:
        headers["Reply-To"] = one_line(reply_to)
    for name in headers:
        if not HEADER_NAME.fullmatch(name) or name.lower() in OWN_HEADERS:
            raise ValueError(f"header {name!r} is not for callers")
    return headers


def message_id_of(key):
    """The same key gives the same Message-ID, so that a mail sent twice can be recognised; it tells nothing."""
    digest = salted_hmac("netzwerk.mail", key, algorithm="sha256").hexdigest()[:24]
    return f"<{digest}@{_own_domain(settings.DEFAULT_FROM_EMAIL)}>"


@lru_cache(maxsize=2)
def _own_domain(sender):
    return ascii_address(sender.rpartition("<")[2].rstrip("> ")).rpartition("@")[2]


def stored_attachments(attachments):
    """Attachments as JSON: text as it is, bytes in base64."""
    return [_stored(Attachment(*attachment)) for attachment in attachments]


def _stored(attachment):
    is_text = isinstance(attachment.content, str)
    content = attachment.content if is_text else base64.b64encode(attachment.content).decode()
    return {
        "name": one_line(attachment.name, 120),
        "content": content,
        "mimetype": one_line(attachment.mimetype),
        "is_text": is_text,
    }
