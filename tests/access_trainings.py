"""Lines of test_access.TABLE for trainings and what belongs to them."""

from netzwerk.signed_links import make_token
from tests import access_rows as rows
from tests.access_lines import COORDINATORS, MEMBERS, OWN_COORDINATORS, SEATED, SIGNED_IN, SUPERUSER, Line
from trainings.feedback.enums import Moment
from trainings.feedback.reminders import purpose_of
from trainings.models import Registration

YEAR = {"year": 2026}
UNSEEN_DRAFT = {"foreign": 404, "else": 403}  # a draft of Minden


def seat_token():
    return {"token": make_token("seat", Registration.objects.get(**rows.LINKED_SEAT), days=9)}


def seat_material():
    return seat_token() | {"material": rows.MATERIAL["pk"]}


def feedback_token(moment):
    seat = rows.SEAT_AHEAD if moment == Moment.BEFORE else rows.SEAT_HELD
    return lambda: {"token": make_token(purpose_of(moment), Registration.objects.get(**seat), days=9)}


TRAININGS = {
    "feedback:evaluation-before": Line(kwargs=feedback_token(Moment.BEFORE)),
    "feedback:evaluation-after": Line(kwargs=feedback_token(Moment.AFTER)),
    "feedback:evaluation-later": Line(kwargs=feedback_token(Moment.LATER)),
    "feedback:evaluation-thanks": Line(),
    "feedback:result-detail": Line(COORDINATORS, kwargs=rows.TRAINING_HELD),
    "feedback:result-csv": Line(COORDINATORS, kwargs=rows.TRAINING_HELD, is_page=False),
    "feedback:year-current": Line(COORDINATORS),
    "feedback:year-detail": Line(COORDINATORS, kwargs=YEAR),
    "feedback:year-csv": Line(COORDINATORS, kwargs=YEAR, is_page=False),
    "feedback:need-list": Line(MEMBERS),
    "feedback:need-create": Line(SEATED),
    "feedback:need-similar": Line(SEATED, is_page=False),
    "feedback:need-detail": Line(MEMBERS, kwargs=rows.NEED),
    "feedback:need-support": Line(SEATED, 302, kwargs=rows.NEED, method="post"),
    "feedback:need-withdraw": Line(SEATED, 302, kwargs=rows.NEED, method="post"),
    "feedback:need-figures": Line(COORDINATORS),
    "feedback:need-decide": Line(COORDINATORS, kwargs=rows.NEED),
    "feedback:need-hide": Line(COORDINATORS, 302, kwargs=rows.NEED, method="post"),
    "feedback:need-merge": Line(COORDINATORS, kwargs=rows.NEED),
    "trainings:event-list": Line(),
    "trainings:event-feed": Line(is_page=False),
    "trainings:event-detail": Line(kwargs=rows.OFFER),
    "trainings:event-calendar": Line(kwargs=rows.OFFER, is_page=False),
    "trainings:event-register": Line(kwargs=rows.OFFER),
    "trainings:event-code": Line(status=302, kwargs=rows.OFFER),  # no code is awaited
    "trainings:event-registered": Line(status=302, kwargs=rows.OFFER),  # nobody has just signed up
    "trainings:own-registration-list": Line(SIGNED_IN),
    "trainings:own-registration-detail": Line(SUPERUSER, refused=404, kwargs=rows.OWN_SEAT),  # each sees their own
    "trainings:own-registration-return": Line(SUPERUSER, refused=404, kwargs=rows.OWN_SEAT),
    "trainings:own-registration-accept": Line(
        SUPERUSER, status=302, refused=404, kwargs=rows.OWN_SEAT, method="post", is_page=False
    ),
    "trainings:own-registration-substitute": Line(SUPERUSER, refused=404, kwargs=rows.OWN_SEAT),
    "trainings:own-registration-calendar": Line(SUPERUSER, refused=404, kwargs=rows.OWN_SEAT, is_page=False),
    "trainings:own-registration-material": Line(  # an address, no file
        SUPERUSER, status=404, refused=404, kwargs=rows.OWN_SEAT | {"material": rows.MATERIAL["pk"]}, is_page=False
    ),
    "trainings:seat-detail": Line(kwargs=seat_token),
    "trainings:seat-return": Line(kwargs=seat_token),
    "trainings:seat-accept": Line(status=302, kwargs=seat_token, method="post", is_page=False),
    "trainings:seat-substitute": Line(kwargs=seat_token),
    "trainings:seat-calendar": Line(kwargs=seat_token, is_page=False),
    "trainings:seat-material": Line(status=404, kwargs=seat_material, is_page=False),
    "trainings:plan-list": Line(COORDINATORS),
    "trainings:plan-year": Line(COORDINATORS, kwargs={"year": 2026}),
    "trainings:plan-create": Line(COORDINATORS),
    "trainings:plan-create-external": Line(COORDINATORS),
    "trainings:plan-detail": Line(COORDINATORS, kwargs=rows.PLANNED),
    "trainings:plan-update": Line(OWN_COORDINATORS, kwargs=rows.PLANNED),
    "trainings:plan-copy": Line(OWN_COORDINATORS, kwargs=rows.PLANNED),
    "trainings:plan-delete": Line(OWN_COORDINATORS, refused=UNSEEN_DRAFT, kwargs=rows.DRAFT),
    "trainings:plan-publish": Line(OWN_COORDINATORS, refused=UNSEEN_DRAFT, kwargs=rows.DRAFT),
    "trainings:plan-cancel": Line(OWN_COORDINATORS, kwargs=rows.PLANNED),
    "trainings:plan-postpone": Line(OWN_COORDINATORS, kwargs=rows.PLANNED),
    "trainings:plan-hold": Line(OWN_COORDINATORS, kwargs=rows.OVER),
    "trainings:plan-undo": Line(OWN_COORDINATORS, kwargs=rows.CANCELLED),
    "trainings:plan-material-create": Line(OWN_COORDINATORS, kwargs=rows.PLANNED),
    "trainings:plan-material-delete": Line(OWN_COORDINATORS, kwargs=rows.MATERIAL),
    "trainings:plan-material-file": Line(COORDINATORS, status=404, kwargs=rows.MATERIAL, is_page=False),  # an address
    "trainings:registration-list": Line(OWN_COORDINATORS, kwargs=rows.PLANNED),
    "trainings:registration-add": Line(OWN_COORDINATORS, kwargs=rows.PLANNED),
    "trainings:registration-message": Line(OWN_COORDINATORS, kwargs=rows.PLANNED),
    "trainings:registration-csv": Line(OWN_COORDINATORS, kwargs=rows.PLANNED, method="post", is_page=False),
    "trainings:registration-xlsx": Line(OWN_COORDINATORS, kwargs=rows.PLANNED, method="post", is_page=False),
    "trainings:registration-detail": Line(OWN_COORDINATORS, kwargs=rows.LINKED_SEAT),
    "trainings:registration-update": Line(OWN_COORDINATORS, kwargs=rows.LINKED_SEAT),
    "trainings:registration-seat": Line(OWN_COORDINATORS, kwargs=rows.LINKED_SEAT),
    "trainings:registration-return": Line(OWN_COORDINATORS, kwargs=rows.LINKED_SEAT),
    "trainings:topic-list": Line(COORDINATORS),
    "trainings:topic-create": Line(COORDINATORS),
    "trainings:topic-update": Line(COORDINATORS, kwargs=rows.TOPIC),
    "trainings:course-kind-list": Line(COORDINATORS),
    "trainings:course-kind-create": Line(COORDINATORS),
    "trainings:course-kind-update": Line(COORDINATORS, kwargs=rows.COURSE_KIND),
    "trainings:no-show-list": Line(COORDINATORS),
    "trainings:attendance-list": Line(OWN_COORDINATORS, kwargs=rows.OVER),
    "trainings:attendance-walk-in": Line(OWN_COORDINATORS, kwargs=rows.OVER),
    "trainings:attendance-numbers": Line(OWN_COORDINATORS, kwargs=rows.EXTERNAL),
    "trainings:attendance-sheet": Line(OWN_COORDINATORS, kwargs=rows.OVER, is_page=False),
    "trainings:check-in": Line(OWN_COORDINATORS, kwargs=rows.OVER),
    "trainings:check-in-code": Line(OWN_COORDINATORS, kwargs=rows.CHECK_IN),
    "trainings:own-certificate-list": Line(SIGNED_IN),
    "trainings:certificate-pdf": Line(SUPERUSER, refused=404, kwargs=rows.OWN_PRESENT_SEAT, is_page=False),
    "trainings:certificate-pdf-by-link": Line(status=404, kwargs=seat_token, is_page=False),  # not been there yet
    "trainings:certificate-pdf-for": Line(
        OWN_COORDINATORS, kwargs=rows.OVER | {"registration": rows.PRESENT_SEAT["pk"]}, is_page=False
    ),
    "trainings:certificate-search": Line(),
    "trainings:certificate-check": Line(kwargs=rows.CERTIFICATE),
}
