"""What `make messages` reads of Python: sentences, and the words of the vocabularies.

Babel finds both extractors through `babel.cfg`. Sentences are the texts in `said(...)` and
`said_many(...)`, in the constructors of our errors and in `flash(...)`; vocabularies are imported and
asked for their labels, since a label is often its code with spaces.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator
from typing import IO, Any

from app.domain import vocabularies
from app.domain.nothing import Nothing

Message = tuple[int, str, str | tuple[str, ...], list[str]]


def extract_vocabularies(
    _file: IO[bytes], _keywords: Collection[str], _tags: Collection[str], _options: dict[str, Any]
) -> Iterator[Message]:
    """The label of every term, and of the three nothings, in the order in which they are written."""
    for _, kind in inspect.getmembers(vocabularies, inspect.isclass):
        if issubclass(kind, vocabularies.Term):
            for term in kind:
                yield 1, "said", str(term.label), []
    for words in vocabularies.INVERSE.values():
        yield 1, "said", words, []
    for nothing in Nothing:
        yield 1, "said", str(nothing.value), []
