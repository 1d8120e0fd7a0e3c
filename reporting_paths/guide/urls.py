"""Addresses of this room."""

from django.urls import path, register_converter

from reporting_paths.guide import coordination, views


class EditionNumber:
    """„1.0“, „2.11“."""

    regex = r"\d{1,3}\.\d{1,3}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(EditionNumber, "edition")

app_name = "guide"
urlpatterns = [
    path("leitfaden/", views.guide_detail, name="guide-detail"),
    path("leitfaden/leitfaden.pdf", views.guide_pdf, name="guide-pdf"),
    path("leitfaden/mitteilungsbogen.pdf", views.form_download, name="form-pdf"),
    path("leitfaden/kapitel/<int:chapter>-<slug:slug>/", views.chapter_detail, name="chapter-detail"),
    path("leitfaden/<edition:number>/", views.guide_detail, name="edition-detail"),
    path("leitfaden/<edition:number>/leitfaden.pdf", views.guide_pdf, name="edition-pdf"),
    path("leitfaden/<edition:number>/kapitel/<int:chapter>-<slug:slug>/", views.chapter_detail, name="edition-chapter"),
    path("stand/", views.status_search, name="status-search"),
    path("stand/<slug:identifier>/", views.status_detail, name="status-detail"),
    path("koordination/leitfaden/", coordination.edition_list, name="edition-list"),
    path("koordination/leitfaden/<int:pk>/pdf/", coordination.pdf_build, name="pdf-build"),
    path("koordination/leitfaden/<int:pk>/veroeffentlichen/", coordination.edition_publish, name="edition-publish"),
]
