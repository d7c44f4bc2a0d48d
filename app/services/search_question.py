"""From what a reader asks to what the engine is asked, with the notices that say what was made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from app.db.authorities import Authorities
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.parties import CodeScheme, PartyDirectory
from app.domain.query import Or, Phrase, Query, SearchField, Word, rewrite
from app.domain.references import normalise_reference
from app.domain.thesaurus import Thesaurus, expand
from app.domain.views import Notice, NoticeKind, SearchRequest
from app.search.engine import EngineQuestion
from app.search.syntax import parse
from app.services.search_terms import Related, resolved

LARGEST_PAGE = 100
MOST_FILTERS = 40
LONGEST_CODE = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be asked, and what to tell the reader about it."""

    question: EngineQuestion
    notices: tuple[Notice, ...]


def read_question(
    request: SearchRequest, known: Authorities, thesaurus: Thesaurus, related: Related
) -> Asked:
    """Check and parse. Raises QuerySyntaxError for the words, InvalidInput for the rest."""
    _check(request)
    date_from = _bounds("from", request.date_from)[0]
    date_to = _bounds("to", request.date_to)[1]
    if date_from and date_to and date_from > date_to:
        raise InvalidInput("from", "The first date lies after the last. Exchange them.")
    parsed = parse(request.text)
    notices = list(parsed.notices)
    if parsed.query is not None:
        longer, read_as = _with_long_codes(parsed.query, known.parties)
        parsed = replace(parsed, query=longer)
        notices += read_as
    query, read_as = resolved(parsed, known, related)
    notices += read_as
    if query is not None and not request.exact_words_only:
        expansion = expand(query, thesaurus)
        query = expansion.query
        if expansion.labels:
            notices.insert(0, _synonyms(expansion.labels))
    question = EngineQuestion(
        query=_with_reference(query, request.text),
        filters=request.filters,
        date_from=date_from,
        date_to=date_to,
        sort=request.sort,
        offset=(request.page - 1) * request.page_size,
        limit=request.page_size,
    )
    return Asked(question, tuple(notices))


def _check(request: SearchRequest) -> None:
    if request.page < 1:
        raise InvalidInput("page", "Pages count from 1.")
    if not 1 <= request.page_size <= LARGEST_PAGE:
        raise InvalidInput("page_size", f"A page holds 1 to {LARGEST_PAGE} results.")
    if len(request.filters) > MOST_FILTERS:
        raise InvalidInput("f", f"A search takes at most {MOST_FILTERS} filters.")
    if any(len(one.code) > LONGEST_CODE for one in request.filters):
        raise InvalidInput("f", "No filter has so long a value.")


def _bounds(field: str, text: str) -> tuple[date | None, date | None]:
    if not text.strip():
        return None, None
    try:
        found = CalendarDate.parse(text)
    except InvalidInput as error:
        raise InvalidInput(field, error.message) from error
    return found.lower, found.upper


def _with_long_codes(query: Query, parties: PartyDirectory) -> tuple[Query, list[Notice]]:
    """`signedby:CZ` as `signedby:CZE`: letters carry codes of three letters. Said, for `CH` is
    Switzerland here and China in other lists."""
    notices: dict[str, Notice] = {}

    def lengthen(node: Query, _is_negated: bool) -> Query:
        if not isinstance(node, Word) or node.field not in _PARTY_FIELDS:
            return node
        if not _TWO_CAPITALS.match(node.text):
            return node
        party = parties.find(node.text, scheme=CodeScheme.ISO2)
        if party is None:
            return node
        notices[node.text] = Notice(
            NoticeKind.OTHER,
            f"{node.text} was read as {party.name_today} ({party.code}).",
            "Two letters are ISO 3166-1 here.",
        )
        return replace(node, text=party.code, exact=True)

    return rewrite(query, lengthen), list(notices.values())


_PARTY_FIELDS = frozenset({SearchField.SIGNATORY, SearchField.ADDRESSEE, SearchField.TARGET})
_TWO_CAPITALS = re.compile(r"[A-Z]{2}\Z")


def _with_reference(query: Query | None, text: str) -> Query | None:
    """A reference is found however it was typed: lower case, O for 0."""
    reference = normalise_reference(text)
    if query is None or reference is None:
        return query
    return Or((query, Phrase(reference, SearchField.REFERENCE)))


def _synonyms(labels: tuple[str, ...]) -> Notice:
    return Notice(
        NoticeKind.SYNONYMS,
        "Also searched:",
        f"{', '.join(labels)}. The thesaurus says they mean the same.",
    )
