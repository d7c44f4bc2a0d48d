"""Release by consent: who is asked, what counts as consent, and that a release waits for it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pypdfium2 as pdfium
import pytest

from app.domain.consents import OWN_SERVICE, ConsentState
from app.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from app.domain.principals import Role
from app.domain.records import RecordId
from app.domain.releases import Decision
from app.services import consents, records, registration, releases
from app.services.consents import ConsentAnswer
from app.wiring import House
from tests.builders import SCHEME, a_description, a_draft, a_principal, a_registrar
from tests.houses import NOON, FrozenClock

FIRST = a_registrar()
SECOND = a_principal("Secret", *SCHEME.compartments, role=Role.REGISTRAR, name="second")
TODAY = NOON.date()
AGREED = ConsentAnswer(ConsentState.AGREED, "Note verbale 12", TODAY)


def _begun(house: House, label: str = "Restricted/HR-CHN", **draft: object) -> RecordId:
    with house.work(writing=True) as work:
        letter = a_draft(label=label, **(draft or {"signed_by": ["CAN", "JPN"]}))  # type: ignore[arg-type]
        record_id = registration.register(FIRST, work, letter)
        consents.begin(FIRST, work, record_id)
        work.commit()
    return record_id


def _enter(house: House, record_id: RecordId, *codes: str, answer: ConsentAnswer = AGREED) -> None:
    with house.work(writing=True) as work:
        seen = consents.matrix(FIRST, work, record_id).last_number
        consents.enter(FIRST, work, record_id, seen, codes, answer)
        work.commit()


def _approve(house: House, record_id: RecordId) -> None:
    with house.work(writing=True) as work:
        revision = records.read_record(FIRST, work, record_id).revision
        made = releases.propose(
            FIRST, work, record_id, revision, SCHEME.parse("Official"), "All agree"
        )
        assert made is not None
        releases.decide(SECOND, work, made, Decision.APPROVE, "Yes")
        work.commit()


def test_originators_are_the_standing_signatories_and_our_own_service(house: House) -> None:
    record_id = _begun(house, signed_by=["CAN", "JPN", "CAN"], withdrawn_by=["HUN"])
    with house.work() as work:
        matrix = consents.matrix(FIRST, work, record_id)
        view = records.read_record(FIRST, work, record_id)
    assert [line.entry.originator for line in matrix.lines] == [OWN_SERVICE, "CAN", "JPN"]
    assert [line.name for line in matrix.lines] == ["Our own service", "Canada", "Japan"]
    assert len(matrix.missing) == matrix.needed == 3
    assert view.revision == 1
    assert len(view.history) == 1


def test_a_release_waits_until_every_originator_agrees(house: House) -> None:
    record_id = _begun(house)
    with pytest.raises(InvalidInput, match="0 of 3 agree; missing: Our own service, Canada, Japan"):
        _approve(house, record_id)
    _enter(house, record_id, OWN_SERVICE, "CAN")
    with pytest.raises(InvalidInput, match="missing: Japan"):
        _approve(house, record_id)
    cuts = ConsentAnswer(ConsentState.AGREED_WITH_CUTS, "", TODAY, note="without paragraph 3")
    _enter(house, record_id, "JPN", answer=cuts)
    with house.work() as work:
        matrix = consents.matrix(FIRST, work, record_id)
        assert [line.name for line in matrix.with_cuts] == ["Japan"]
    _approve(house, record_id)
    with house.work() as work:
        assert str(records.read_record(FIRST, work, record_id).label) == "Official"


@pytest.mark.parametrize(
    "state",
    [ConsentState.NOT_ASKED, ConsentState.ASKED, ConsentState.REFUSED, ConsentState.NO_ANSWER],
)
def test_anything_but_agreement_holds_a_release_up(house: House, state: ConsentState) -> None:
    record_id = _begun(house)
    _enter(house, record_id, OWN_SERVICE, "CAN", "JPN")
    _enter(house, record_id, "CAN", answer=ConsentAnswer(state, answered_on=TODAY))
    with pytest.raises(InvalidInput):
        _approve(house, record_id)


def test_silence_counts_after_its_day_and_not_when_the_clock_is_wrong(
    house: House, clock: FrozenClock
) -> None:
    record_id = _begun(house)
    _enter(house, record_id, OWN_SERVICE, "CAN")
    last = TODAY + timedelta(days=30)
    silent = ConsentAnswer(ConsentState.DEEMED, "", TODAY, last, "Asked three times")
    _enter(house, record_id, "JPN", answer=silent)

    def is_missing() -> bool:
        with house.work() as work:
            return bool(consents.matrix(FIRST, work, record_id).missing)

    assert is_missing()
    clock.advance(days=30)
    assert is_missing()
    clock.advance(days=1)
    assert not is_missing()
    _enter(house, record_id, OWN_SERVICE)  # the house has seen this day
    clock.advance(hours=-2)
    assert is_missing()


def test_a_signatory_added_later_is_missing_and_one_that_withdrew_is_not(house: House) -> None:
    record_id = _begun(house)
    _enter(house, record_id, OWN_SERVICE, "CAN", "JPN")
    with house.work(writing=True) as work:
        changed = a_description(signed_by=["CAN", "AUS"], withdrawn_by=["JPN"])
        registration.amend(FIRST, work, record_id, 1, changed, "A late signature")
        work.commit()
    with house.work() as work:
        matrix = consents.matrix(FIRST, work, record_id)
    assert [line.name for line in matrix.missing] == ["Australia"]
    assert [line.name for line in matrix.lines if not line.is_needed] == ["Japan"]


def test_entries_are_only_added(house: House) -> None:
    record_id = _begun(house)
    _enter(house, record_id, "CAN", answer=ConsentAnswer(ConsentState.ASKED, "H. Roy", TODAY))
    _enter(house, record_id, "CAN")
    with house.work() as work:
        history = consents.matrix(FIRST, work, record_id).history
    states = [one.entry.state for one in history if one.entry.originator == "CAN"]
    assert states == [ConsentState.AGREED, ConsentState.ASKED, ConsentState.NOT_ASKED]
    assert [one.entry.number for one in history] == [5, 4, 3, 2, 1]
    assert history[0].entry.by == "Okafor"


def test_an_answer_to_a_page_that_is_no_longer_true_is_a_conflict(house: House) -> None:
    record_id = _begun(house)
    _enter(house, record_id, "CAN")
    with house.work(writing=True) as work:
        with pytest.raises(Conflict):
            consents.enter(FIRST, work, record_id, 3, ["JPN"], AGREED)
        with pytest.raises(Conflict):
            consents.begin(FIRST, work, record_id)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (ConsentAnswer(ConsentState.AGREED), "answered_on"),
        (ConsentAnswer(ConsentState.AGREED, "", TODAY + timedelta(days=1)), "answered_on"),
        (ConsentAnswer(ConsentState.AGREED, "c" * 201, TODAY), "contact"),
        (ConsentAnswer(ConsentState.AGREED, "", TODAY, note="n" * 2001), "note"),
        (ConsentAnswer(ConsentState.AGREED, "", TODAY, TODAY), "silence_counts_after"),
        (ConsentAnswer(ConsentState.DEEMED, "", TODAY, note="why"), "silence_counts_after"),
        (ConsentAnswer(ConsentState.DEEMED, "", TODAY, TODAY), "note"),
        (ConsentAnswer(ConsentState.AGREED_WITH_CUTS, "", TODAY), "note"),
    ],
)
def test_an_answer_that_cannot_be_says_which_field(
    house: House, answer: ConsentAnswer, field: str
) -> None:
    record_id = _begun(house)
    with house.work(writing=True) as work:
        with pytest.raises(InvalidInput) as refused:
            consents.enter(FIRST, work, record_id, 3, ["CAN"], answer)
        assert refused.value.field == field
        for codes in ([], ["FRA"], ["CAN", "nobody"]):
            with pytest.raises(InvalidInput) as refused:
                consents.enter(FIRST, work, record_id, 3, codes, AGREED)
            assert refused.value.field == "originators"


def test_a_text_that_nobody_signed_has_nobody_to_ask(house: House) -> None:
    with house.work(writing=True) as work:
        record_id = registration.register(FIRST, work, a_draft(label="Official"))
        with pytest.raises(InvalidInput):
            consents.begin(FIRST, work, record_id)
        assert not consents.matrix(FIRST, work, record_id).missing


def test_only_registrars_who_may_read_the_record_see_its_matrix(house: House) -> None:
    record_id = _begun(house)
    reader = a_principal("Secret", *SCHEME.compartments)
    lower = a_registrar("Official", "HR-CHN")
    with house.work(writing=True) as work:
        with pytest.raises(NotPermitted):
            consents.matrix(reader, work, record_id)
        for ask in (
            lambda: consents.matrix(lower, work, record_id),
            lambda: consents.begin(lower, work, record_id),
            lambda: consents.enter(lower, work, record_id, 3, ["CAN"], AGREED),
            lambda: consents.paper(lower, work, record_id, printed_at=NOON),
        ):
            with pytest.raises(NotFound):
                ask()


def _paper(house: House, record_id: RecordId) -> list[str]:
    with house.work() as work:
        sheet = consents.paper(FIRST, work, record_id, printed_at=NOON)
    document = pdfium.PdfDocument(io.BytesIO(sheet.content))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return pages


def test_the_paper_carries_marking_verdict_and_answers(house: House) -> None:
    record_id = _begun(house)
    _enter(house, record_id, "CAN", answer=ConsentAnswer(ConsentState.REFUSED, "H. Roy", TODAY))
    (page,) = _paper(house, record_id)
    assert page.count("RESTRICTED · HR-CHN") == 2
    assert "Not to be released. 0 of 3 agree" in page
    for words in ("Refused", "H. Roy", "23 Nov 2026", "Our own service", "holds up a release"):
        assert words in page


def test_five_hundred_signatories_stand_on_paper_each_once(house: House) -> None:
    from app.domain.markings.releases import COUNTRIES
    from app.services.consents import originators

    codes = [
        *sorted(COUNTRIES),
        *(f"X{a}{b}" for a in "ABCDEFGHIJKLM" for b in "ABCDEFGHIJKLMNOPQRST"),
    ]
    codes = codes[:500]
    record_id = _begun(house, signed_by=codes)
    _enter(house, record_id, *codes, answer=ConsentAnswer(ConsentState.ASKED, "", date(2026, 1, 2)))
    with house.work() as work:
        view = records.read_record(FIRST, work, record_id)
        assert len(originators(view.description)) == 501
    pages = _paper(house, record_id)
    assert len(pages) > 8
    assert all(page.count("RESTRICTED · HR-CHN") == 2 for page in pages)
    assert all("Originator" in page for page in pages)
    text = "".join(pages)
    assert text.count("Asked") == 500
