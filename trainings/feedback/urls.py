"""Addresses of this room."""

from django.urls import path

from trainings.feedback.enums import Moment
from trainings.feedback.views import answering, deciding, needs, results

WORDS = {Moment.BEFORE: "vorher", Moment.AFTER: "nachher", Moment.LATER: "spaeter"}

app_name = "feedback"
urlpatterns = [
    path("rueckmeldung/danke/", answering.evaluation_thanks, name="evaluation-thanks"),
    *(
        path(f"rueckmeldung/{word}/<str:token>/", answering.evaluation(moment), name=f"evaluation-{moment}")
        for moment, word in WORDS.items()
    ),
    path("koordination/fortbildungen/<int:pk>/rueckmeldung/", results.result_detail, name="result-detail"),
    path("koordination/fortbildungen/<int:pk>/rueckmeldung/tabelle.csv", results.result_csv, name="result-csv"),
    path("koordination/fortbildungen/rueckmeldungen/", results.year_detail, name="year-current"),
    path("koordination/fortbildungen/rueckmeldungen/<int:year>/", results.year_detail, name="year-detail"),
    path("koordination/fortbildungen/rueckmeldungen/<int:year>/tabelle.csv", results.year_csv, name="year-csv"),
    path("intern/bedarfe/", needs.need_list, name="need-list"),
    path("intern/bedarfe/neu/", needs.need_create, name="need-create"),
    path("intern/bedarfe/aehnliche/", needs.need_similar, name="need-similar"),
    path("intern/bedarfe/<int:pk>/", needs.need_detail, name="need-detail"),
    path("intern/bedarfe/<int:pk>/unterstuetzen/", needs.need_support, name="need-support"),
    path("intern/bedarfe/<int:pk>/zuruecknehmen/", needs.need_withdraw, name="need-withdraw"),
    path("koordination/bedarfe/", deciding.need_figures, name="need-figures"),
    path("koordination/bedarfe/<int:pk>/", deciding.need_decide, name="need-decide"),
    path("koordination/bedarfe/<int:pk>/ausblenden/", deciding.need_hide, name="need-hide"),
    path("koordination/bedarfe/<int:pk>/zusammenfuehren/", deciding.need_merge, name="need-merge"),
]
