"""Terms of the vocabularies in a query: by code or wording, English before French."""

from __future__ import annotations

import pytest

from app.domain.query import Or
from app.domain.vocabularies import SignatureStatus, Term
from app.search import syntax_values
from app.search.syntax import parse
from app.search.syntax_fields import VOCABULARIES
from app.search.syntax_values import term_of


def _english(term: Term) -> list[str]:
    """Code and label, as they are compared."""
    return [syntax_values._plain(str(term.value)), syntax_values._plain(str(term.label))]


@pytest.mark.parametrize("field", sorted(VOCABULARIES))
def test_french_wordings_take_nothing_from_english_beginnings(field: str) -> None:
    """What the code or label of one term alone begins with means this term, whatever French calls so."""
    terms = list(VOCABULARIES[field])
    tried = 0
    for term in terms:
        others = [name for one in terms if one is not term for name in _english(one)]
        for name in _english(term):
            for end in range(1, len(name) + 1):
                begun = name[:end].strip(" ,")
                if not any(other.startswith(begun) for other in others):
                    tried += 1
                    assert parse(f'{field}:"{begun}"').query == term_of(field, term), begun
    assert tried


def test_a_french_beginning_is_understood_where_no_english_one_is_meant() -> None:
    assert parse("rank:ambassadeur").query == parse("rank:ambassador").query
    assert parse("kind:lettre").query is not None
    aligned = term_of("status", SignatureStatus.ALIGNED)
    found = parse("status:a").query
    assert found == aligned or (isinstance(found, Or) and aligned in found.children)
