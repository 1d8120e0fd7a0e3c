"""What participants are asked: fixed, so that figures of different trainings and years can be compared.

Every question is a sentence one agrees with from 1 to 5. Questions that several moments share show what has changed.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from trainings.feedback.enums import Moment

SCALE = (
    (1, _("trifft nicht zu")),
    (2, _("trifft eher nicht zu")),
    (3, _("teils, teils")),
    (4, _("trifft eher zu")),
    (5, _("trifft zu")),
)
LOWEST, HIGHEST = SCALE[0][0], SCALE[-1][0]


@dataclass(frozen=True)
class Question:
    """`short` is its name in tables and charts."""

    key: str
    text: str
    short: str


KNOWLEDGE = (
    Question("steps", _("Ich weiß, was bei einem Verdacht zu tun ist."), _("Weiß, was zu tun ist")),
    Question("contacts", _("Ich weiß, bei wem ich Rat bekomme."), _("Weiß, wer berät")),
    Question("confidence", _("Ich traue mir zu, in so einer Lage zu handeln."), _("Traut sich zu handeln")),
)
VERDICT = (
    Question("content", _("Die Inhalte waren verständlich und passend."), _("Inhalte")),
    Question("practice", _("Ich kann das Gelernte in meiner Arbeit nutzen."), _("Nutzen für die Praxis")),
    Question("exchange", _("Der Austausch zwischen den Berufsgruppen hat mir genützt."), _("Austausch der Berufe")),
    Question("organisation", _("Ort, Zeit und Ablauf waren gut organisiert."), _("Organisation")),
    Question("recommend", _("Ich empfehle die Fortbildung weiter."), _("Empfehlung")),
)
USE = (
    Question("used", _("Ich habe das Gelernte seitdem angewendet."), _("Angewendet")),
    Question("shared", _("Ich habe es an Kolleginnen und Kollegen weitergegeben."), _("Weitergegeben")),
)

QUESTIONS = {Moment.BEFORE: KNOWLEDGE, Moment.AFTER: VERDICT, Moment.LATER: (*USE, *KNOWLEDGE)}
REMARKS = {
    Moment.BEFORE: _("Was erwarten Sie von der Fortbildung?"),
    Moment.AFTER: _("Was war gut, was sollte anders sein?"),
    Moment.LATER: _("Was hat Ihnen in der Praxis geholfen, was fehlt noch?"),
}
REMARK_LENGTH = 500
