"""What `make messages` reads of Python: sentences, and the words of the vocabularies.

Babel finds both extractors through `babel.cfg`. Sentences are the texts in `said(...)` and its kin, in
the constructors of our errors (`KEYWORDS`); vocabularies are imported and asked for their labels, since
a label is often its code with spaces. The command line is not read: it speaks English.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import IO, Any

from babel.messages.extract import extract_python as babel_extract_python

from app.domain import (
    admission,
    audit_words,
    authorities,
    bulk,
    consents,
    disposals,
    notes,
    party,
    party_check,
    principals,
    records,
    releases,
    retention,
    retention_terms,
    searches,
    vocabularies,
)
from app.domain.changes import field_words
from app.domain.markings import Scheme
from app.domain.nothing import Nothing
from app.domain.phrases import many_of
from app.languages.paper_sentences import said_in
from app.services import account_sheets, emergency_views
from app.services.health import Severity
from app.services.jobs import JobKind
from app.web.presentation import capital

KEYWORDS = {
    "said": (1,),
    "said_many": (1, 2),
    "plural": (1, 2),
    "counted": (2, 3),
    "InvalidInput": (2,),
    "Unavailable": (2,),
    "Conflict": (1,),
    "NotFound": (1,),
    "NotPermitted": (1,),
    "NotSignedIn": (1,),
    "QuerySyntaxError": (1,),
}
SHOWN: tuple[type[Enum], ...] = (
    *(account_sheets.AccountState, admission.EmergencyState, admission.LinkPurpose),
    *(admission.RequestState, authorities.EntryKind, authorities.ProposalState, bulk.BulkState),
    *(bulk.Outcome, bulk.UndoOutcome, disposals.ListState, emergency_views.Stage, notes.NoteDeed),
    *(
        notes.NoteKind,
        JobKind,
        party.PartyKind,
        party_check.CheckKind,
        principals.Action,
        principals.Role,
    ),
    *(
        releases.ProposalState,
        releases.Standing,
        Scheme,
        Severity,
        searches.FacetName,
        searches.SortOrder,
    ),
)
"""Whose codes are words on pages: templates say `state.value|t`."""
Message = tuple[int, str, Any, list[str]]
_WORDS = re.compile(r"[^\W\d_]")
_HOLE = re.compile(r"\{[^}]*\}")
_SEEDS = Path(__file__).parents[1] / "db" / "seeds"


def extract_sentences(
    file: IO[bytes], _: Collection[str], tags: Collection[str], options: Any
) -> Iterator[Message]:
    """The sentences of one Python file. What has no words of its own is left out: `{a}, {b}`."""
    for line, name, found, _comments in babel_extract_python(file, KEYWORDS, tags, options):
        arguments = found if isinstance(found, tuple) else (found,)
        texts = tuple(
            arguments[place - 1] for place in KEYWORDS[str(name)] if place <= len(arguments)
        )
        if all(texts) and any(_WORDS.search(_HOLE.sub("", str(one))) for one in texts):
            yield (line, "ngettext", texts, []) if len(texts) == 2 else (line, "_", texts[0], [])
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):  # Babel does not look into formatted texts
        if isinstance(node, ast.JoinedStr):
            yield from said_in(node)


def extract_vocabularies(*_: Any, **__: Any) -> Iterator[Message]:
    """The words of every vocabulary, and what the history calls the fields of a description."""
    for words in dict.fromkeys(_vocabulary()):
        yield 1, "_", str(words), []


def _said_in_seeds() -> Iterator[str]:
    """Kinds and notes of the authorities that come with Chancery; their names have languages of their own."""
    for grouping in json.loads((_SEEDS / "groups.json").read_text("utf-8")):
        notes = (one.get("note") for one in grouping["members"])
        yield from filter(None, (grouping["kind"], grouping.get("notes"), *notes))
    for seed in json.loads((_SEEDS / "parties.json").read_text("utf-8")):
        yield from (one["note"] for one in seed["names"] if "note" in one)


_MODES = ("development", "demo", "production")
_PLACES = (
    *("title", "abstract", "scope", "concern", "notes", "place", "instruments", "reference"),
    *("document symbol", "who was missing", "quoted", "text", "sources"),
)
"""Where an excerpt is cut: what `services/projection.py` calls the passages of a record."""


def _vocabulary() -> Iterator[str]:
    yield from (*_PLACES, *retention.FIELDS_OF_SERIES)
    yield from _said_in_seeds()
    yield from (*_MODES, *audit_words.ACTIONS, *audit_words.DETAILS)
    for module in (vocabularies, consents, retention_terms):
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, vocabularies.Term):
                yield from (term.label for term in kind)
    yield from (capital(one.label) for one in vocabularies.RecordKind)  # as a facet shows it
    for told in (principals.Role, party.PartyKind, notes.NoteKind):
        yield from (str(one.value).capitalize() for one in told)  # as choices of a form
    yield from (many_of(one.label) for one in vocabularies.Rank)
    yield from vocabularies.INVERSE.values()
    yield from (nothing.label for nothing in Nothing)
    for shown in SHOWN:
        yield from (str(one.value) for one in shown if one.value)
    for entry in authorities.EntryKind:
        yield from (entry.singular, entry.singular.capitalize())
    for _, draft in inspect.getmembers(records, is_dataclass):
        yield from (field_words(field.name) for field in fields(draft))
