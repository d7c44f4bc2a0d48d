"""Whether a letter that is being registered is on record already, among what the registrar may read."""

from __future__ import annotations

from dataclasses import dataclass

from app.db import alike
from app.db.catalogue import Catalogue
from app.domain.access import AccessLabel
from app.domain.principals import Action, Principal
from app.domain.resemblance import FEWEST_SHARED, LetterMarks, Resemblance, resemblance
from app.domain.views import RecordSummary
from app.services import audit
from app.services.work import Work

SHOWN = "likely duplicates shown"
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Likely:
    """A record that is perhaps of the same letter, and in what they agree."""

    record: RecordSummary
    resemblance: Resemblance


@dataclass(frozen=True, slots=True)
class LikelyRecords:
    """The likeliest first; `label` is the join of what is shown."""

    found: tuple[Likely, ...]
    label: AccessLabel


def likely(principal: Principal, work: Work, letter: LetterMarks) -> LikelyRecords:
    """Records that are perhaps of this letter: at most three, the likeliest first.

    Costs two statements and a list of summaries. Showing any above the lowest label is recorded.
    """
    principal.require(Action.REGISTER)
    catalogue = Catalogue(work.session, principal.clearance, work.labels)
    signed = alike.signed_alike(catalogue, letter.date, letter.signatories, FEWEST_SHARED)
    addressed = alike.addressed_alike(catalogue, letter.date, letter.addressees)
    found = []
    for one in catalogue.summaries(list(dict.fromkeys((*signed, *addressed)))):
        agreed = resemblance(letter, one, is_to_the_same=one.id in addressed)
        if agreed is not None:
            found.append(Likely(one, agreed))
    shown = tuple(sorted(found, key=_likeliest_first)[:MOST_SHOWN])
    label = catalogue.join(one.record.label for one in shown)
    if label != work.labels.bottom:
        audit.record_reading(principal, work, SHOWN, [one.record.id for one in shown])
    return LikelyRecords(shown, label)


def _likeliest_first(one: Likely) -> tuple[bool, bool, int, str]:
    agreed = one.resemblance
    return not agreed.is_same_date, not agreed.is_to_the_same, -agreed.shared, one.record.id
