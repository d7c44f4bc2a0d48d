"""The letter of four ambassadors of 27 January 2016: what an ambassador later said came of it."""

from __future__ import annotations

from dataclasses import replace

from app.domain.grades import Grade
from app.domain.records import Draft, Evidence, Outcome, PartyCode, Response
from app.domain.vocabularies import Causality, OutcomeStatus, ResponseKind

FOUR_AMBASSADORS_ID = "four-ambassadors-laws-2016"
_CHINA = PartyCode("CHN")
_PRESS = Evidence("https://www.straitstimes.com/world/china-rebuffs-protest-letter-by-major-powers")
_AMBASSADOR = Evidence("Guy Saint-Jacques, former ambassador of Canada to China", Grade("B2"))


def describe_four_ambassadors(draft: Draft) -> Draft:
    """The compiled draft with the reported reaction taken apart: refusal, offer, slight changes."""
    description = replace(
        draft.description,
        responses=(
            Response(
                ResponseKind.REJECTION,
                "China asked others to respect its sovereignty",
                by="Government of China",
                by_party=_CHINA,
                evidence=_PRESS,
            ),
            Response(
                ResponseKind.REJECTION,
                "China resented being faced by several at once",
                by="Government of China",
                by_party=_CHINA,
                causality=Causality.ASSERTED_BY_THIRD_PARTY,
                evidence=_AMBASSADOR,
            ),
            Response(
                ResponseKind.CONSULTATION_OFFERED,
                "China offered some more consultation in one case",
                by="Government of China",
                by_party=_CHINA,
                causality=Causality.ASSERTED_BY_THIRD_PARTY,
                evidence=_AMBASSADOR,
            ),
        ),
        outcomes=(
            Outcome(
                "More consultation in one case and slight changes to the laws",
                OutcomeStatus.PARTLY_MET,
                evidence=_AMBASSADOR,
            ),
        ),
    )
    return replace(draft, description=description)
