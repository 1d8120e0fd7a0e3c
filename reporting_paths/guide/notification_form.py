"""The blank Mitteilungsbogen: a PDF with fields that people fill on their own machine. The portal never sees one."""

import hashlib
import logging
import tomllib
from functools import lru_cache
from pathlib import Path

import weasyprint
from django.core.cache import cache
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from netzwerk.pdf import static_path, write_pdf
from reporting_paths.guide import form_fields
from reporting_paths.guide.form_fields import finish_fields
from reporting_paths.guide.records import Records

logger = logging.getLogger(__name__)

FORM_FILE = Path(__file__).resolve().parent / "standard" / "mitteilungsbogen.toml"
KINDS = {"text", "multiline", "date", "check", "radio", "rating"}
WITH_OPTIONS = {"radio", "rating"}
KEPT_SECONDS = 30 * 24 * 3600


class FormInvalid(Exception):
    """The description of the form has a mistake; the message names the field and the reason in German."""


def read_form(file=FORM_FILE):
    """The form's description: title, intro, notice, sections with fields. Raises FormInvalid."""
    form = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    seen = set()
    for section in form["sections"]:
        for field in section["fields"]:
            _check(field, seen)
            seen.add(field["key"])
    return form


def form_pdf():
    """The form's bytes with today's contacts; built once and kept until a contact or the form changes."""
    form = read_form()
    html = render_to_string("guide/pdf/form.html", {"form": form, "records": Records()})
    key = f"guide:form:{hashlib.sha256(html.encode() + _makers()).hexdigest()}"
    try:
        content = cache.get(key)
        if content is None:
            content = build_form(form, html)
            cache.set(key, content, KEPT_SECONDS)
    except RedisError:
        logger.warning("cache not reachable, form is built for one reader")
        return build_form(form, html)
    return content


def build_form(form, html):
    """`html` (the template with `form` in it) as PDF with finished fields."""
    fields = [field for section in form["sections"] for field in section["fields"]]
    return finish_fields(write_pdf(html, pdf_forms=True), {field["key"]: tooltip(field) for field in fields})


def tooltip(field):
    """Label and hint in one line."""
    form = " (TT.MM.JJJJ)" if field["kind"] == "date" else ""
    return ". ".join(part for part in (f"{field['label']}{form}", field.get("hint", "")) if part)


@lru_cache
def _makers():
    """What makes the file besides its words: a new release builds anew."""
    files = [static_path("css/guide.css"), static_path("css/guide-form.css"), form_fields.__file__]
    return weasyprint.__version__.encode() + b"".join(Path(file).read_bytes() for file in files)


def _check(field, seen):
    key = field.get("key", "?")
    if not key.isidentifier() or key in seen:
        raise FormInvalid(f"{key}: Die Kennung fehlt oder kommt doppelt vor.")
    if not field.get("label"):
        raise FormInvalid(f"{key}: Die Beschriftung fehlt.")
    if field.get("kind") not in KINDS:
        raise FormInvalid(f"{key}: Die Art {field.get('kind')} gibt es nicht.")
    if bool(field.get("options")) != (field["kind"] in WITH_OPTIONS):
        raise FormInvalid(f"{key}: Auswahlfelder brauchen Möglichkeiten, andere Felder haben keine.")
