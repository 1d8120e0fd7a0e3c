"""The Leitfaden for everybody: reading, editions, PDF, „Ist mein Ausdruck aktuell?“."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import etag

from netzwerk.pagecache import kept, public_page
from reporting_paths.guide.actions import contacts_have_changed
from reporting_paths.guide.models import GuideVersion
from reporting_paths.guide.notification_form import form_pdf
from reporting_paths.guide.pdf import file_name
from reporting_paths.guide.status import clean_identifier, find_print

FORM_NAME = "Mitteilungsbogen-Jugendamt.pdf"


@public_page
def guide_detail(request, number=None):
    """Contents of the edition in force or of `number`, the PDF, and the history of editions."""
    version = _version(request, number)
    if version is None:
        return render(request, "guide/guide_empty.html")
    context = {
        "version": version,
        "chapters": _contents(request, version),
        "editions": kept(request, ("editions", version.guide_id), lambda: list(version.guide.versions.public())),
        "contacts_have_changed": version.is_current
        and kept(request, ("guide contacts", version.pk), lambda: contacts_have_changed(version, request)),
    }
    return render(request, "guide/guide_detail.html", context)


@public_page
def chapter_detail(request, chapter, slug, number=None):
    """One chapter with what comes before and after it."""
    version = _version(request, number)
    if version is None:
        raise Http404
    chapters = _contents(request, version)
    index = next((index for index, each in enumerate(chapters) if (each.number, each.slug) == (chapter, slug)), None)
    if index is None:
        raise Http404
    pk = chapters[index].pk
    context = {
        "version": version,
        "chapter": kept(request, ("chapter", pk), lambda: version.chapters.defer("source").get(pk=pk)),
        "chapters": chapters,
        "previous": chapters[index - 1] if index else None,
        "next": chapters[index + 1] if index + 1 < len(chapters) else None,
    }
    return render(request, "guide/chapter_detail.html", context)


def _pdf_etag(request, number=None):
    version = _version(request, number)
    return f'"{version.identifier}-{version.pdf_built_at.timestamp():.0f}"' if version and version.pdf else None


@login_not_required
@etag(_pdf_etag)
def guide_pdf(request, number=None):
    """The kept file; a page that says so while there is none yet."""
    version = _version(request, number)
    if version is None:
        raise Http404
    try:
        file = version.pdf.open("rb") if version.pdf else None
    except FileNotFoundError:
        file = None
    if file is None:
        return render(request, "guide/pdf_pending.html", {"version": version}, status=404)
    response = FileResponse(file, content_type="application/pdf", filename=file_name(version))
    response["Cache-Control"] = "no-cache"
    return response


@public_page
def form_download(request):
    """The blank Mitteilungsbogen; a filled one stays with its writer."""
    response = HttpResponse(form_pdf(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{FORM_NAME}"'
    return response


@public_page(params=("kennung",))
def status_search(request):
    """Where a number from a print is typed in."""
    identifier = clean_identifier(request.GET.get("kennung", ""))
    if identifier:
        return redirect("guide:status-detail", identifier)
    return render(request, "guide/status.html", {"found": None, "identifier": ""})


@public_page
def status_detail(request, identifier):
    """Whether a print is still right, and what has changed since."""
    identifier = clean_identifier(identifier)
    found = find_print(identifier)
    return render(
        request, "guide/status.html", {"found": found, "identifier": identifier}, status=200 if found else 404
    )


def _version(request, number):
    """The edition `number`, or the one in force (None before the first). Raises Http404 for an unknown number."""
    editions = GuideVersion.objects.public().select_related("guide")
    return kept(
        request,
        ("edition", number),
        lambda: get_object_or_404(editions, number=number) if number else editions.current(),
    )


def _contents(request, version):
    """The chapters without their text."""
    return kept(request, ("contents", version.pk), lambda: list(version.chapters.defer("source", "html")))
