"""Signing up with access: the two forms of one page, filled in with what the portal knows."""

from django.utils.translation import gettext as _

from netzwerk.limits import count_this_hour
from trainings.models import AlreadyRegistered
from trainings.offers.actions import sign_up_own
from trainings.offers.finding import own_registrations
from trainings.offers.sign_up_forms import COLLEAGUES_AT_MOST, ColleagueFormSet, OwnSignUpForm
from trainings.registrations.actions import Applicant

BOOKINGS_AN_HOUR = 40  # of one person; whoever books for a whole house needs a few
PREFIX = "kollegin"
ADD = "add"


class OwnSignUp:
    """`form` for oneself and the house, `colleagues` a formset; `own` are registrations there already."""

    def __init__(self, request, event, categories):
        self.request, self.event, self.user = request, event, request.user
        self.own = own_registrations(self.user, event)
        self.houses = [seat.organisation for seat in self.user.current_seats]
        self.is_sent = request.method == "POST" and ADD not in request.POST
        self.is_flood = False
        options = {"categories": categories, "is_registered": bool(self.own)}
        if self.is_sent:
            self.form = OwnSignUpForm(request.POST, **options)
            self.colleagues = ColleagueFormSet(request.POST, prefix=PREFIX)
        else:
            self.form = OwnSignUpForm(initial=self.known() | self.typed(OwnSignUpForm.base_fields), **options)
            self.colleagues = self.empty_rows()

    @property
    def can_add(self):
        return len(self.colleagues.forms) < COLLEAGUES_AT_MOST

    def known(self):
        """What the portal knows of the reader."""
        person = getattr(self.user, "person", None)
        first, _blank, last = self.user.full_name.rpartition(" ")
        return {
            "takes_part": True,
            "first_name": person.first_name if person else first,
            "last_name": person.last_name if person else last,
            **self._known_house(),
        }

    def _known_house(self):
        """As it was given for oneself, otherwise that of the seat in the network."""
        if self.own:
            return {"organisation_name": self.own[0].organisation_name, "actor_category": self.own[0].actor_category_id}
        if self.houses:
            return {"organisation_name": self.houses[0].name, "actor_category": self.houses[0].actor_category_id}
        return {"organisation_name": "", "actor_category": self.user.actor_category_id}

    def typed(self, names, prefix=""):
        """What stands in the fields when a row is added."""
        if ADD not in self.request.POST:
            return {}
        return {name: self.request.POST.get(f"{prefix}{name}", "") for name in names}

    def empty_rows(self):
        """The rows so far as they were typed, and one more where it was asked for."""
        fields = ColleagueFormSet.form.base_fields
        count = min(_number(self.request.POST.get(f"{PREFIX}-TOTAL_FORMS")), COLLEAGUES_AT_MOST)
        rows = [self.typed(fields, f"{PREFIX}-{number}-") for number in range(count)]
        more = int(ADD in self.request.POST or bool(self.own))
        return ColleagueFormSet(prefix=PREFIX, initial=[*rows, *[{}] * more][:COLLEAGUES_AT_MOST])

    def is_valid(self):
        """Whether both forms are right and there is somebody to register."""
        is_valid = all([self.form.is_valid(), self.colleagues.is_valid()])
        if not self.colleagues.is_valid():
            self._name_mistakes()
        elif is_valid and not self.applicants():
            field = "takes_part" if "takes_part" in self.form.fields else None
            self.form.add_error(field, _("Melden Sie sich selbst an, oder tragen Sie eine weitere Person ein."))
            is_valid = False
        if is_valid:
            self.is_flood = count_this_hour(f"training-booking:{self.user.pk}") > BOOKINGS_AN_HOUR
        return is_valid and not self.is_flood

    def _name_mistakes(self):
        """Says above the form what is wrong in which row."""
        self.form.is_valid()
        for error in self.colleagues.non_form_errors():
            self.form.add_error(None, error)
        for number, errors in enumerate(self.colleagues.errors, start=1):
            for texts in errors.values():
                self.form.add_error(None, _("Weitere Person {n}: {text}").format(n=number, text=texts[0]))

    def applicants(self):
        """Those to be registered; a house the reader has a seat for is the network's own record of it."""
        data = self.form.cleaned_data
        house = next((each for each in self.houses if _plain(each.name) == _plain(data["organisation_name"])), None)
        shared = {
            "actor_category": data["actor_category"],
            "organisation_name": data["organisation_name"],
            "organisation": house,
        }
        found = [self._own(data, shared)] if self.form.is_own else []
        names = ("first_name", "last_name", "email", "needs")
        return found + [
            Applicant(**{name: form.cleaned_data[name] for name in names}, **shared) for form in self.colleagues.filled
        ]

    def _own(self, data, shared):
        return Applicant(
            first_name=data["first_name"],
            last_name=data["last_name"],
            email=self.user.email,
            needs=data["needs"],
            user=self.user,
            person=getattr(self.user, "person", None),
            **shared,
        )

    def save(self):
        """Raises SignUpRefused."""
        return sign_up_own(event=self.event, applicants=self.applicants(), by=self.user)

    def show(self, refusal):
        """The refusal where it belongs: at the address that is registered already, otherwise above."""
        forms = [form for form in self.colleagues.filled if _is_of(form, refusal)]
        if forms:
            forms[0].add_error("email", refusal.text)
        self.form.add_error(None, refusal.text)


def _is_of(form, refusal):
    if not isinstance(refusal, AlreadyRegistered):
        return False
    return form.cleaned_data["email"].casefold() == refusal.email.casefold()


def _plain(name):
    return " ".join(name.casefold().split())


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else 0
