"""A query of ours in the languages of bare engines; None where an engine would need what we keep beside it.

All of them get the same tokens, those of `app.search.analysis`; other forms of a word are for nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import tantivy
from whoosh import query

from app.domain.query import And, Boosted, Not, Or, Phrase, Prefix, Query, Word
from app.search.analysis import ANY_TOKEN, query_terms

WORDS = "words"
"""The field of bare Whoosh and bare Tantivy."""


def as_whoosh(asked: Query) -> query.Query | None:
    """For one field, `words`."""
    if isinstance(asked, Boosted):
        return as_whoosh(asked.child)
    if isinstance(asked, And | Or | Not):
        below = [asked.child] if isinstance(asked, Not) else list(asked.children)
        parts = [as_whoosh(one) for one in below]
        if None in parts:
            return None
        if isinstance(asked, Not):
            return query.Not(parts[0])
        return (query.And if isinstance(asked, And) else query.Or)(parts)
    if isinstance(asked, Prefix):
        return query.Prefix(WORDS, "".join(query_terms(asked.text)))
    terms = _terms(asked)
    if not terms:
        return None
    return query.Phrase(WORDS, list(terms)) if len(terms) > 1 else query.Term(WORDS, terms[0])


def as_tantivy(asked: Query, schema: tantivy.Schema) -> tantivy.Query | None:
    """For one field, `words`."""
    if isinstance(asked, Boosted):
        return as_tantivy(asked.child, schema)
    if isinstance(asked, And | Or):
        return _tantivy_joined(asked, schema)
    if isinstance(asked, Prefix):
        beginning = "".join(query_terms(asked.text))
        is_plain = beginning.isalnum()
        return tantivy.Query.regex_query(schema, WORDS, f"{beginning}.*") if is_plain else None
    terms = _terms(asked)
    if not terms:
        return None
    if len(terms) > 1:
        return tantivy.Query.phrase_query(schema, WORDS, list(terms))
    return tantivy.Query.term_query(schema, WORDS, terms[0])


def _tantivy_joined(asked: And | Or, schema: tantivy.Schema) -> tantivy.Query | None:
    here = tantivy.Occur.Must if isinstance(asked, And) else tantivy.Occur.Should
    parts = []
    for child in asked.children:
        is_not = isinstance(child, Not)
        part = as_tantivy(child.child if isinstance(child, Not) else child, schema)
        if part is None or (is_not and isinstance(asked, Or)):
            return None
        parts.append((tantivy.Occur.MustNot if is_not else here, part))
    return tantivy.Query.boolean_query(parts)


@dataclass(slots=True)
class Fts5Query:
    """An expression for MATCH, and what it looks for, to be marked in excerpts."""

    expression: str = ""
    forms: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)
    phrases: set[tuple[str, ...]] = field(default_factory=set)


def as_fts5(asked: Query) -> Fts5Query | None:
    """For a table with a column for each of our fields."""
    made = Fts5Query()
    expression = _fts5(asked, made)
    if expression is None:
        return None
    made.expression = expression
    return made


def _fts5(asked: Query, made: Fts5Query) -> str | None:
    if isinstance(asked, Boosted):
        return _fts5(asked.child, made)
    if isinstance(asked, And | Or):
        return _fts5_joined(asked, made)
    if isinstance(asked, Prefix):
        beginning = "".join(query_terms(asked.text))
        made.beginnings.add(beginning)
        return _scoped(asked, f'"{beginning}" *')
    terms = _terms(asked)
    if not terms:
        return None
    if len(terms) > 1:
        made.phrases.add(terms)
    else:
        made.forms.add(terms[0])
    return _scoped(asked, '"' + " ".join(terms) + '"')


def _fts5_joined(asked: And | Or, made: Fts5Query) -> str | None:
    """FTS5 knows NOT between two expressions only."""
    wanted = [_fts5(one, made) for one in asked.children if not isinstance(one, Not)]
    excluded = [_fts5(one.child, Fts5Query()) for one in asked.children if isinstance(one, Not)]
    if None in wanted or None in excluded or not wanted or (excluded and isinstance(asked, Or)):
        return None
    joint = " AND " if isinstance(asked, And) else " OR "
    expression = f"({joint.join(map(str, wanted))})"
    for one in excluded:
        expression = f"({expression} NOT {one})"
    return expression


def _scoped(asked: Query, expression: str) -> str:
    scope = asked.field if isinstance(asked, Word | Phrase | Prefix) else None
    return f"({scope.value} : {expression})" if scope else expression


def _terms(asked: Query) -> tuple[str, ...]:
    """Of a word or a phrase without gaps; none for everything else."""
    if not isinstance(asked, Word | Phrase):
        return ()
    terms = tuple(query_terms(asked.text))
    return () if ANY_TOKEN in terms else terms
