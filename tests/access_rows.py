"""Rows behind the addresses of test_access.TABLE, and a reader of each role; all belong to Minden."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.utils import timezone

from members.enums import MembershipEnd, Role
from members.experts.models import ExpertDuty, ExpertProfile
from members.messages.wishes import unsubscribe_path
from members.models import Absence, ActorCategory, BodySeat, Invitation, Organisation, Person, RoleAssignment
from members.owndata.models import DeletionRequest
from members.upkeep.models import Confirmation, Correction
from netzwerk.models import CalendarFeed, Job, Municipality, YouthWelfareOffice
from netzwerk.pages.models import BarrierReport
from netzwerk.signed_links import make_token
from reporting_paths.contacts.models import ContactPoint
from reporting_paths.guide.models import GuideVersion
from tests.factories import (
    make_body,
    make_mail,
    make_member,
    make_membership,
    make_organisation,
    make_person,
    make_registration,
    make_session,
    make_topic,
    make_training,
    make_user,
)
from tests.members.imports.rows import make_imports
from trainings.certificates.actions import issue
from trainings.dates import publish_dates
from trainings.enums import EventMode, EventStatus, Presence
from trainings.feedback.actions.evaluations import save_answer
from trainings.feedback.enums import NeedState
from trainings.feedback.models import Need, NeedSupport
from trainings.feedback.questions import QUESTIONS
from trainings.models import Certificate, CourseKind, Material, TrainingEvent

JOB = {"pk": 4_711}
BARRIER = {"pk": 4_712}
MAIL = {"pk": 4_713}
IMPORT, IMPORT_DONE = {"pk": 4_713}, {"pk": 4_714}
PERSON, ORGANISATION = {"pk": 4_714}, {"pk": 4_714}
TWINS = {"first": 4_715, "second": 4_716}  # people who may be one
SEAT, ENDED_SEAT = {"pk": 4_715}, {"pk": 4_716}
ABSENCE, OWN_ABSENCE = {"pk": 4_717}, {"pk": 4_718}
FEED = {"secret": "oeffnet-ohne-anmeldung"}
SESSION = {"pk": 4_714}
ACCOUNT = {"pk": 4_715}
PASSKEY = {"pk": 4_716}
CONFIRMATION, CORRECTION, DELETION = {"pk": 4_715}, {"pk": 4_716}, {"pk": 4_717}
INVITATION = 4_720
OFFER = {"slug": "wenn-kinder-zeugen-werden"}
BODY = {"pk": 4_721}
# Trainings of Minden as the coordination finds them, in each state; one is over.
PLANNED, DRAFT, CANCELLED, OVER = {"pk": 4_731}, {"pk": 4_732}, {"pk": 4_733}, {"pk": 4_734}
MATERIAL, TOPIC, COURSE_KIND = {"pk": 4_735}, {"pk": 4_736}, {"pk": 4_737}
RUNNING, EXTERNAL = {"pk": 4_738}, {"pk": 4_739}
# Registrations at the first of them: one a link from a mail leads to, and one of whoever reads.
LINKED_SEAT, OWN_SEAT = {"pk": 4_741}, {"pk": 4_742}
# Who was there: somebody of Minden with a code for the door, and whoever reads; a certificate anybody may check.
PRESENT_SEAT, OWN_PRESENT_SEAT = {"pk": 4_743}, {"pk": 4_744}
CHECK_IN, CERTIFICATE = {"code": "MKNPQRSTUV"}, {"code": "ABCDEFGHJKLMNPQR"}
NEED, NEED_FULFILLED = {"pk": 4_751}, {"pk": 4_752}
TRAINING_HELD, TRAINING_AHEAD = {"pk": 4_751}, {"pk": 4_752}  # with answers and without
SEAT_HELD, SEAT_AHEAD = {"pk": 4_751}, {"pk": 4_752}  # registrations of the two


def minden():
    return YouthWelfareOffice.objects.get(key="minden")


def make_readers():
    """A user of each role but the anonymous one."""
    oeynhausen = YouthWelfareOffice.objects.get(key="bad-oeynhausen")
    house = Organisation.objects.get(**ORGANISATION)
    member, chair, admin = (make_member(organisation=house) for _ in range(3))
    BodySeat.objects.create(body_id=BODY["pk"], membership=chair.person.memberships.get(), is_chair=True)
    RoleAssignment.objects.create(user=admin, role=Role.ORGANISATION_ADMIN, organisation=house)
    today = timezone.localdate()
    Absence.objects.create(**OWN_ABSENCE, person=admin.person, starts_on=today, ends_on=today)
    former = make_user()
    yesterday = timezone.localdate() - timedelta(days=1)
    make_membership(person=make_person(user=former), organisation=house, since_on=yesterday, until_on=yesterday)
    return {
        "professional": make_user(is_staff=True),
        "former": former,
        "member": member,
        "chair": chair,
        "admin": admin,
        "editor": make_user(role=Role.EDITOR, is_staff=True),
        "office": make_user(role=Role.COORDINATOR, office=minden()),
        "foreign": make_user(role=Role.COORDINATOR, office=oeynhausen),
        "coordinator": make_user(role=Role.COORDINATOR, is_staff=True),
        "data-protection": make_user(role=Role.DATA_PROTECTION),
        "technical": make_user(role=Role.SYSTEM_ADMIN),
        "superuser": make_user(is_superuser=True, is_staff=True),
    }


def make_rows(*, owner=None):
    """Rows whose addresses stand in TABLE; what belongs to somebody belongs to `owner`."""
    house = make_organisation(
        **ORGANISATION, name="Kita Weserbogen", youth_welfare_office=minden(), phone="0571 80 701"
    )
    person = make_person(**PERSON, first_name="Insa", last_name="Rolfing", phone="0571 23125-100")
    make_membership(**SEAT, person=person, organisation=house, function="Leitung")
    make_body(**BODY, youth_welfare_office=minden())
    make_past_and_absence(person, house)
    make_invitation()
    make_data_upkeep(house)
    make_imports(minden())
    for pk in TWINS.values():
        make_membership(person=make_person(pk=pk, first_name="Eva", last_name="Zwilling"), organisation=house)
    make_user(**ACCOUNT, role=Role.EDITOR)
    make_feedback(house)
    BarrierReport.objects.create(**BARRIER, kind="other", text="Der Kontrast ist zu gering.")
    make_mail(**MAIL, to=person.email)
    make_offers()
    make_planned_trainings()
    if owner:
        make_owned(owner)


def make_offers():
    """Trainings as everybody finds them: with seats for one group, full, cancelled, with somebody else, over."""
    schools, town = ActorCategory.objects.get(code="5"), Municipality.objects.get(slug="minden")
    topic = make_topic(name="Gewalt in der Familie")
    place = {"topics": [topic], "place": "Stadthaus\nSaal 2", "municipality": town}
    offer = make_training(**OFFER, **place, title="Wenn Kinder Zeugen werden", maximum=9, reserved={schools: 2})
    publish_dates(offer)
    full = make_training(**place, title="Zuhören", slug="zuhoeren", maximum=1, waiting_list_cap=0)
    make_registration(event=full, actor_category=schools)
    moment = {"cancelled_at": timezone.now(), "cancel_reason": "Die Referentin ist erkrankt."}
    make_training(**place, title="Fällt aus", slug="faellt-aus", status=EventStatus.CANCELLED, **moment)
    away = {"is_external": True, "organiser": "LWL", "external_url": "https://lwl.example/fachtag"}
    make_training(**away, title="Fachtag", slug="fachtag", mode=EventMode.HYBRID)
    starts_at = timezone.now() - timedelta(days=40)
    make_training(title="Vorbei", slug="vorbei", starts_at=starts_at, status=EventStatus.HELD)


def make_owned(owner):
    """What each sees only of their own."""
    Job.objects.create(**JOB, kind="probe", key="probe", task="probe", title="Probe", owner=owner)
    CalendarFeed.objects.create(**FEED, user=owner)
    make_registration(**OWN_SEAT, event=TrainingEvent.objects.get(**PLANNED), user=owner, email=owner.email)
    shared = {"event": TrainingEvent.objects.get(**OVER), "presence": Presence.PRESENT}
    make_registration(**OWN_PRESENT_SEAT, **shared, user=owner, email=owner.email)
    UserSession.objects.create(
        **SESSION, user=owner, session_key=make_session(owner), ip="127.0.0.1", user_agent="Firefox/140.0"
    )


def make_planned_trainings():
    """A published, a draft, a cancelled and a past training, each with a topic and a material."""
    topic = make_topic(**TOPIC, name="Gespräche im Team", is_mandate=True)
    CourseKind.objects.create(**COURSE_KIND, name="Kurs für den Zugriff")
    shared = {"youth_welfare_office": minden(), "topics": [topic], "place": "Rathaus Minden"}
    event = make_training(**PLANNED, **shared, title="Gespräche im Team führen", slug="gespraeche-im-team")
    Material.objects.create(**MATERIAL, event=event, title="Handzettel", url="https://haus.example/handzettel")
    make_training(**DRAFT, **shared, status=EventStatus.DRAFT, published_at=None)
    moment = {"cancelled_at": timezone.now(), "cancel_reason": "Die Referentin ist erkrankt."}
    make_training(**CANCELLED, **shared, status=EventStatus.CANCELLED, **moment)
    make_registration(**LINKED_SEAT, event=event, last_name="Weser", organisation_name="Kita Weserbogen")
    publish_dates(event)
    over = make_training(**OVER, **shared, starts_at=timezone.now() - timedelta(days=3))
    seat = make_registration(**PRESENT_SEAT, event=over, presence=Presence.PRESENT, check_in_code=CHECK_IN["code"])
    make_registration(event=over, presence=Presence.ABSENT, organisation_name="Kita Weserbogen")
    today = make_training(**RUNNING, **shared, starts_at=timezone.now() - timedelta(minutes=5))
    make_registration(event=today, check_in_code="MKNPQRSTUW", organisation_name="Kita Weserbogen")
    make_registration(event=today, presence=Presence.PRESENT, checked_in_at=timezone.now())
    away = {"is_external": True, "organiser": "LWL", "starts_at": timezone.now() - timedelta(days=9)}
    make_training(**EXTERNAL, **shared, **away)
    certificate = issue(seat)
    Certificate.objects.filter(pk=certificate.pk).update(**CERTIFICATE)


def make_past_and_absence(person, house):
    """A seat that ended, and a day of absence."""
    today = timezone.localdate()
    day = today - timedelta(days=9)
    make_membership(
        **ENDED_SEAT, person=make_person(), organisation=house, since_on=day, until_on=day, end=MembershipEnd.VACANT
    )
    Absence.objects.create(**ABSENCE, person=person, starts_on=today, ends_on=today)


def make_invitation():
    seat = make_membership(organisation=make_organisation(youth_welfare_office=minden()))
    ends = timezone.now() + timedelta(days=14)
    Invitation.objects.create(pk=INVITATION, person=seat.person, email=seat.person.email, expires_at=ends)


def make_data_upkeep(house):
    """What is asked, corrected and to be deleted of an organisation and of a person with access."""
    today = timezone.localdate()
    Confirmation.objects.create(**CONFIRMATION, organisation=house, round="2026-2", due_on=today - timedelta(days=3))
    correction = Correction.objects.create(**CORRECTION, organisation=house, source="public", reason="outdated")
    correction.changes.create(field="phone", old_value="0571 80 700", new_value="0571 80 702")
    leaving = make_person(first_name="Ole", last_name="Abschied", user=make_user(full_name="Ole Abschied"))
    make_membership(organisation=house, person=leaving)
    DeletionRequest.objects.create(**DELETION, person=leaving, user=leaving.user, due_on=today + timedelta(days=30))


def make_feedback(house):
    """A training that was held and has answers, one ahead, and two wishes."""
    now, group = timezone.now(), house.actor_category
    fields = {"youth_welfare_office": house.youth_welfare_office, "title": "Hinsehen und handeln"}
    held = make_training(
        **TRAINING_HELD, **fields, starts_at=now - timedelta(days=60), status=EventStatus.HELD, slug="hinsehen"
    )
    make_registration(**SEAT_HELD, event=held, actor_category=group, presence=Presence.PRESENT)
    ahead = make_training(**TRAINING_AHEAD, **fields, slug="hinsehen-2")
    make_registration(**SEAT_AHEAD, event=ahead, actor_category=group)
    for number in range(6):
        registration = make_registration(event=held, actor_category=group, presence=Presence.PRESENT)
        for moment, questions in QUESTIONS.items():
            scores = {question.key: number % 3 + 3 for question in questions}
            save_answer(registration=registration, moment=moment, scores=scores, remark="Gut verständlich.")
    need = Need.objects.create(
        **NEED, title="Gespräche mit Eltern", reason="Viele sind unsicher.", actor_category=group
    )
    NeedSupport.objects.create(need=need, user=make_member(organisation=house), actor_category=group, is_author=True)
    Need.objects.create(
        **NEED_FULFILLED, title="Eltern im Gespräch", actor_category=group, state=NeedState.FULFILLED, event=held
    )


def edition_pk():
    return {"pk": GuideVersion.objects.latest("pk").pk}


def point_pk():
    return {"pk": ContactPoint.objects.get(key="asd-minden").pk}


def expert_pk():
    return {"pk": ExpertProfile.objects.get(youth_welfare_office__key="minden").pk}


def duty_pk():
    return {"pk": ExpertDuty.objects.filter(youth_welfare_office__key="minden").earliest("starts_on").pk}


def invited_person():
    return {"pk": Invitation.objects.get(pk=INVITATION).person_id}


def role_of_account():
    return {"pk": RoleAssignment.objects.get(user=ACCOUNT["pk"]).pk}


def person_of_minden():
    return {"pk": Person.objects.get(email="minden@netzwerk.example").pk}


def organisation_of_minden():
    return {"pk": Organisation.objects.filter(youth_welfare_office__key="minden").earliest("pk").pk}


def confirmation_token():
    return {"token": make_token("confirm-data", Confirmation.objects.get(**CONFIRMATION), days=9)}


def unsubscribe_token():
    return {"token": unsubscribe_path("person", PERSON["pk"], "upkeep-reminder").split("/")[2]}
