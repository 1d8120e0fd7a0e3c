"""Names and words as long as they may be: no page is wider than its window, and mail addresses can still be read."""

import pytest

from members.models import ActorCategory, Organisation, Person
from netzwerk.models import YouthWelfareOffice
from tests.factories import make_membership, make_organisation, make_person

WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente" * 3
PAGES = {
    "organisations": "/koordination/einrichtungen/",
    "coverage": "/koordination/abdeckung/",
    "actors": "/netzwerk/akteure/",
    "rota": "/koordination/insofa/dienst/",
    "people": "/koordination/personen/",
    "directory": "/intern/verzeichnis/",
    "directory of organisations": "/intern/einrichtungen/",
    "trainings": "/koordination/fortbildungen/",
    "numbers of an external event": "/koordination/fortbildungen/4739/teilnahme/zahlen/",
    "overview": "/mein/",
}
WIDTHS = (320, 390, 900, 1280)
# For each mail address: its pieces that stand on more than one line.
BROKEN = r"""() => [...document.querySelectorAll('.nk-directory a[href^="mailto:"]')].flatMap(link => {
  const text = [...link.childNodes].filter(node => node.nodeType === 3);
  return text.flatMap(node => [...node.data.matchAll(/@?[^@-]+-?/g)].filter(piece => {
    const range = document.createRange();
    range.setStart(node, piece.index); range.setEnd(node, piece.index + piece[0].length);
    return new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1;
  }).map(piece => piece[0]));
})"""


@pytest.fixture
def long_names(portal):
    """An office, a group, a house and everybody on duty have names without a space; afterwards their own again."""
    office, group = YouthWelfareOffice.objects.first(), ActorCategory.objects.filter(is_active=True).first()
    renamed = [(office, {"name": WORD[:120], "short_name": WORD[:60]}), (group, {"short_title": WORD[:60]})]
    renamed += [(person, {"last_name": WORD[:80]}) for person in Person.objects.exclude(expert_profile=None)]
    renamed += [(house, {"name": WORD[:120]}) for house in Organisation.objects.all()[:2]]
    house = make_organisation(name=WORD[:120], actor_category=group, youth_welfare_office=office)
    person = make_person(last_name=WORD[:80], first_name=WORD[:80], email=f"{WORD[:40].lower()}@amt.example")
    seat = make_membership(person=person, organisation=house)
    before = [(row, {name: getattr(row, name) for name in names}) for row, names in renamed]
    _write(renamed)
    yield
    _write(before)
    for row in (seat, person, house):
        row.delete()


def _write(rows):
    for row, values in rows:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def test_no_page_is_too_wide(visit, coordinator_cookie, long_names):
    window, too_wide = visit(cookie=coordinator_cookie), {}
    for name, address in PAGES.items():
        assert window.open(address).status == 200
        for width in WIDTHS:
            window.resize(width)
            if window.overflow() > 0:
                too_wide[name, width] = window.overflow()
    assert too_wide == {}


@pytest.mark.parametrize("width", [900, 1280])
def test_mail_addresses_break_between_their_parts(visit, coordinator_cookie, width):
    window = visit(cookie=coordinator_cookie, width=width)
    window.open("/intern/verzeichnis/")
    assert window.page.locator('.nk-directory a[href^="mailto:"]').count() > 10
    assert window.page.evaluate(BROKEN) == []
