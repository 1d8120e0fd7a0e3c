"""The page behind the link in the mail: a few questions, no sign-in, no script."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from netzwerk.signed_links import LinkExpired, LinkUsed, signed_link
from trainings.feedback.actions.evaluations import AlreadyAnswered, save_answer
from trainings.feedback.enums import Moment
from trainings.feedback.forms import EvaluationForm
from trainings.feedback.reminders import purpose_of
from trainings.feedback.turns import is_open
from trainings.models import Registration


def evaluation(moment):
    """The view of one moment: GET asks, POST counts; a link works once and until the round is over."""

    @signed_link(purpose_of(moment), Registration)
    def view(request, registration):
        if registration.feedback_marks.filter(moment=moment).exists():
            raise LinkUsed
        if not is_open(registration, moment):
            raise LinkExpired
        form = EvaluationForm(request.POST if request.method == "POST" else None, moment=moment)
        if form.is_valid():
            return _save(registration, moment, form)
        context = {"form": form, "event": registration.event, "moment": moment, "is_before": moment == Moment.BEFORE}
        return render(request, "feedback/evaluation.html", context)

    return view


def _save(registration, moment, form):
    try:
        save_answer(registration=registration, moment=moment, scores=form.scores, remark=form.cleaned_data["remark"])
    except AlreadyAnswered as error:
        raise LinkUsed from error
    return redirect("feedback:evaluation-thanks")


@login_not_required
@never_cache
def evaluation_thanks(request):
    """Says that the answer has arrived."""
    return render(request, "feedback/evaluation_thanks.html")
