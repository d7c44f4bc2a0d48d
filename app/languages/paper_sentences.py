"""What `make messages` reads for papers: the sentences and words that can stand on one.

Babel finds both extractors through `babel-papers.cfg`, which lists the files. Sentences are the texts in
`said(...)` and its kin; what an error says is left out, because no paper is made of one. Vocabularies are
imported and asked for their labels.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from enum import Enum
from typing import IO, Any

from app.domain import consents, errors, vocabularies
from app.domain.notes import NoteKind
from app.domain.nothing import Nothing
from app.domain.party import PartyKind
from app.domain.retention_terms import DisposalMethod
from app.languages.catalogues import has_words

KEYWORDS = {"said": 1, "said_many": 2, "plural": 2}
"""How many sentences each takes."""
Message = tuple[int, str, Any, list[str]]
_ERRORS = frozenset(name for name, one in vars(errors).items() if inspect.isclass(one))
_WORDS: tuple[type[Enum], ...] = (NoteKind, PartyKind)
"""Whose codes are words on paper."""


def extract_sentences(file: IO[bytes], *_: Any, **__: Any) -> Iterator[Message]:
    """The sentences of one Python file that can stand on paper."""
    yield from said_in(ast.parse(file.read()))


def said_in(tree: ast.AST) -> Iterator[Message]:
    """The sentences that are said within a piece of Python, inside of formatted texts too."""
    for call in _calls(tree):
        texts = tuple(_text(one) for one in call.args[: KEYWORDS[_name(call)]])
        if texts and all(texts) and any(map(has_words, texts)):
            several = len(texts) == 2
            yield call.lineno, "ngettext" if several else "_", texts if several else texts[0], []


def extract_vocabularies(*_: Any, **__: Any) -> Iterator[Message]:
    """The words of the vocabularies that papers show."""
    for words in dict.fromkeys(_vocabulary()):
        yield 1, "_", words, []


def _vocabulary() -> Iterator[str]:
    for module in (vocabularies, consents):
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, vocabularies.Term):
                yield from (str(term.label) for term in kind)
    kinds = [str(one.label) for one in vocabularies.RecordKind]
    yield from (f"{one[:1].upper()}{one[1:]}" for one in kinds)  # as a facet shows it
    for method in DisposalMethod:
        yield from (str(method.label), str(method.deed))
    yield from vocabularies.INVERSE.values()
    yield from (str(nothing.label) for nothing in Nothing)
    for kind in _WORDS:
        yield from (str(one.value) for one in kind)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _name(node) in _ERRORS):
        return
    if isinstance(node, ast.Call) and _name(node) in KEYWORDS:
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _calls(child)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
