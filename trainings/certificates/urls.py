"""Addresses of certificates and their check; mounted by trainings.urls."""

from django.urls import path

from trainings.certificates import checking, views

urlpatterns = [
    path("mein/bescheinigungen/", views.own_certificate_list, name="own-certificate-list"),
    path("mein/bescheinigungen/<int:pk>/", views.certificate_pdf, name="certificate-pdf"),
    path("platz/<str:token>/bescheinigung.pdf", views.certificate_pdf_by_link, name="certificate-pdf-by-link"),
    path(
        "koordination/fortbildungen/<int:pk>/teilnahme/<int:registration>/bescheinigung.pdf",
        views.certificate_pdf_for,
        name="certificate-pdf-for",
    ),
    path("bescheinigung/", checking.certificate_search, name="certificate-search"),
    path("bescheinigung/<str:code>/", checking.certificate_check, name="certificate-check"),
]
