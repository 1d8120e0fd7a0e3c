"""Files for participants: only kinds that hold text and pictures, told by their content, and not too large."""

import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 10 * 1024 * 1024
FORM_ALLOWANCE = 100_000  # the form around the file
TOO_LARGE = _("Die Datei ist größer als 10 MB. Verkleinern Sie die Bilder darin, oder geben Sie eine Adresse an.")
WRONG_KIND = _("Laden Sie ein PDF, ein Bild (PNG, JPEG) oder eine Datei aus Word, Excel, PowerPoint oder LibreOffice.")
CONTRADICTION = _("Der Inhalt der Datei passt nicht zu ihrer Endung. Speichern Sie sie neu, und laden Sie sie hoch.")
SIGNATURES = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}
# Part of the archive that only this kind has, without macros.
ARCHIVES = {
    ".docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".odt": ("content.xml", "application/vnd.oasis.opendocument.text"),
    ".ods": ("content.xml", "application/vnd.oasis.opendocument.spreadsheet"),
    ".odp": ("content.xml", "application/vnd.oasis.opendocument.presentation"),
}
ACCEPTED = ",".join([*SIGNATURES, *ARCHIVES])


def check_file(file):
    """Raises ValidationError unless `file` is what it says and not too large."""
    if file.size > MAX_BYTES:
        raise ValidationError(TOO_LARGE)
    suffix = suffix_of(file.name)
    if suffix not in SIGNATURES and suffix not in ARCHIVES:
        raise ValidationError(WRONG_KIND)
    fits = _has_signature(file, suffix) if suffix in SIGNATURES else _is_archive(file, suffix)
    file.seek(0)
    if not fits:
        raise ValidationError(CONTRADICTION)


def is_too_large(request):
    """Whether the request says itself that it is; its body is left unread then."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + FORM_ALLOWANCE


def suffix_of(name):
    return PurePath(name).suffix.lower()


def file_response(material):
    """The file as a download under the material's title; 404 where it is only an address."""
    if not material.file:
        raise Http404
    suffix = suffix_of(material.file.name)
    _mark, content_type = SIGNATURES.get(suffix) or ARCHIVES.get(suffix) or ("", "application/octet-stream")
    try:
        file = material.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename=f"{material.title}{suffix}", content_type=content_type)


def _has_signature(file, suffix):
    file.seek(0)
    return file.read(16).startswith(SIGNATURES[suffix][0])


def _is_archive(file, suffix):
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return ARCHIVES[suffix][0] in names and not any(name.lower().endswith("vbaproject.bin") for name in names)
