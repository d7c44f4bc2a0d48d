"""The lines of a draft, and what it takes for a text to be called like one of them.

Open `read_lines` and `query_for`. A line is searched as words alone: nothing in it is an operator.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import InvalidInput
from app.domain.query import And, Not, Or, Phrase, Query, Word
from app.domain.vocabularies import Term
from app.domain.wording import said

MOST_LINES = 200
LONGEST_LINE = 1_000
MOST_WORDS = 60
"""Words of a line that are looked for when all must be there."""
MOST_TELLING = 12
"""Words of a line that are counted when most must be there: the longest."""
SHORTEST_TELLING = 4
"""Letters of the shortest word that is counted then: shorter ones stand in every text."""
SHARE = 0.6
_LINE_END = re.compile(r"\r\n|\r|\n")
_PAIR = re.compile(
    "[\u0e01-\u0eff\u1000-\u11ff\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|\\d"
)


class Agreement(Term):
    """How much of a line must stand in a text."""

    PHRASE = "phrase"
    ALL = "all"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line that is not blank; `number` counts those from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class LineQuery:
    """What is asked for a line. `query` None: there is no word in it.

    `words` are those that are looked for, `needed` how many of them must be there.
    """

    query: Query | None
    words: tuple[str, ...] = ()
    needed: int = 0

    def in_words(self) -> str:
        """`the phrase`, `all 7 words`, `at least 5 of 8 words`."""
        if self.query is None:
            return said("no word")
        if isinstance(self.query, Phrase):
            return said("the phrase")
        count = len(self.words)
        if self.needed < count:
            return said("at least {needed} of {count} words", needed=self.needed, count=count)
        return said("the word") if count == 1 else said("all {count} words", count=count)


def read_lines(draft: str) -> tuple[DraftLine, ...]:
    """Every line that is not blank. Raises InvalidInput("draft") for none, too many, or too long a one."""
    texts = [" ".join(one.split()) for one in _LINE_END.split(draft)]
    lines = tuple(
        DraftLine(number, text) for number, text in enumerate(filter(None, texts), start=1)
    )
    if not lines:
        raise InvalidInput("draft", "Paste at least one line.")
    if len(lines) > MOST_LINES:
        raise InvalidInput(
            "draft",
            said(
                "There are {count:,} lines, and at most {most:,} are searched at once. Paste the draft "
                "in parts.",
                count=len(lines),
                most=MOST_LINES,
            ),
        )
    for line in lines:
        if len(line.text) > LONGEST_LINE:
            raise InvalidInput(
                "draft",
                said(
                    "Line {number} has {count:,} characters, and a line may have {most:,}. Divide it, "
                    "for instance after each sentence.",
                    number=line.number,
                    count=len(line.text),
                    most=LONGEST_LINE,
                ),
            )
    return lines


def query_for(text: str, terms: Sequence[str], agreement: Agreement) -> LineQuery:
    """What to ask for a line whose tokens are `terms` (without the words of any language left out)."""
    distinct = tuple(dict.fromkeys(terms))
    if not distinct:
        return LineQuery(None)
    if agreement is Agreement.PHRASE:
        return LineQuery(Phrase(text), distinct, len(distinct))
    if agreement is Agreement.ALL:
        words = distinct[:MOST_WORDS]
        return LineQuery(And(tuple(map(Word, words))), words, len(words))
    words = telling_words(distinct)
    needed = math.ceil(SHARE * len(words))
    # The inner half decides without a score, so that each word weighs once, however often it stands there.
    decides = Not(Not(at_least(needed, words)))
    return LineQuery(And((Or(tuple(map(Word, words))), decides)), words, needed)


def telling_words(terms: Sequence[str]) -> tuple[str, ...]:
    """The longest `MOST_TELLING` of four letters and more, in the order of the line; else all there are."""
    telling = [one for one in terms if len(one) >= SHORTEST_TELLING or _PAIR.search(one)]
    chosen = set(sorted(telling or terms, key=lambda one: (-len(one), one))[:MOST_TELLING])
    return tuple(one for one in terms if one in chosen)


def at_least(needed: int, words: Sequence[str]) -> Query:
    """At least so many of these words, as a tree of And and Or: each half holds its part of them.

    Halving keeps it small: 8 of 12 words take 164 leaves, where all choices of 8 would take 3,960.
    Branches that are alike are one and the same value.
    """
    return _at_least(needed, tuple(map(Word, words)), {})


def _at_least(
    needed: int, words: tuple[Word, ...], known: dict[tuple[int, tuple[Word, ...]], Query]
) -> Query:
    if needed == 1:
        return Or(words)
    if needed == len(words):
        return And(words)
    if (needed, words) not in known:
        left, right = words[: len(words) // 2], words[len(words) // 2 :]
        choices: list[Query] = []
        for count in range(max(0, needed - len(right)), min(needed, len(left)) + 1):
            shares = ((count, left), (needed - count, right))
            halves = [_at_least(share, half, known) for share, half in shares if share]
            choices.append(halves[0] if len(halves) == 1 else And(tuple(halves)))
        known[needed, words] = Or(tuple(choices))
    return known[needed, words]
