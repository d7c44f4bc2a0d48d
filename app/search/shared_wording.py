"""Runs of words that two texts share, by the tokens of the analysis: case, accents and signs do not matter.

Open `longest_runs`. `phrases_of` gives the phrases to ask an engine for, one for each run of `SHORTEST_RUN`
tokens of a passage: whatever shares such a run holds at least one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.domain.searches import Segment
from app.search.analysis import Span, spans_of

SHORTEST_RUN = 5
_TELLING = 4  # letters; a run of shorter words alone says nothing
_AROUND = 70  # characters shown before and behind a run
_MOST_READ = 2_000_000  # characters of one passage


@dataclass(frozen=True, slots=True)
class SharedRun:
    """So many `tokens` in a row, at this half-open range of characters."""

    tokens: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wording:
    """The tokens of a passage, and where in it each run of `SHORTEST_RUN` begins."""

    forms: tuple[str, ...]
    places: Mapping[tuple[str, ...], tuple[int, ...]]

    @classmethod
    def of(cls, passage: str) -> Wording:
        forms = tuple(span.form for span in spans_of(passage))
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in range(len(forms) - SHORTEST_RUN + 1):
            run = forms[at : at + SHORTEST_RUN]
            if _tells(run):
                places[run].append(at)
        return cls(forms, {run: tuple(found) for run, found in places.items()})


def phrases_of(passage: str) -> tuple[str, ...]:
    """The stretches of the passage to look for as phrases, each once."""
    spans = list(spans_of(passage))
    found: dict[tuple[str, ...], str] = {}
    for at in range(len(spans) - SHORTEST_RUN + 1):
        run = spans[at : at + SHORTEST_RUN]
        forms = tuple(span.form for span in run)
        if _tells(forms):
            found.setdefault(forms, passage[run[0].start : run[-1].end])
    return tuple(found.values())


def pieces_of(text: str, most_tokens: int) -> tuple[str, ...]:
    """A text in its paragraphs, long ones divided after so many tokens; what shares no run is left out."""
    pieces: list[str] = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        spans = list(spans_of(paragraph))
        for at in range(0, len(spans), most_tokens):
            part = spans[at : at + most_tokens]
            if len(part) >= SHORTEST_RUN:
                ends = spans[at + most_tokens].start if at + most_tokens < len(spans) else None
                pieces.append(" ".join(paragraph[part[0].start : ends].split()))
    return tuple(pieces)


def longest_runs(wording: Wording, text: str) -> list[SharedRun]:
    """The runs a text shares with the wording, longest first; none lies within another."""
    spans = list(spans_of(text[:_MOST_READ]))
    forms = [span.form for span in spans]
    found: list[SharedRun] = []
    at, last = 0, len(forms) - SHORTEST_RUN
    while at <= last:
        places = wording.places.get(tuple(forms[at : at + SHORTEST_RUN]), ())
        if not places:
            at += 1
            continue
        # Short words before it belong to it too, though a row of them alone tells nothing.
        before, behind = max(
            (_around(wording.forms, place, forms, at) for place in places), key=sum
        )
        first, length = at - before, before + behind
        found.append(SharedRun(length, spans[first].start, _end(spans, first, length)))
        at += behind - SHORTEST_RUN + 1
    return sorted(_without_inner(found), key=lambda run: (-run.tokens, run.start))


def shown(text: str, run: SharedRun) -> tuple[Segment, ...]:
    """The run marked, with some words around it."""
    before = text[max(0, run.start - _AROUND) : run.start]
    behind = text[run.end : run.end + _AROUND]
    if run.start > _AROUND:
        before = f"… {before.partition(' ')[2]}"
    if run.end + _AROUND < len(text):
        behind = f"{behind.rpartition(' ')[0]} …"
    pieces = (Segment(before), Segment(text[run.start : run.end], is_match=True), Segment(behind))
    return tuple(one for one in pieces if one.text)


def _tells(run: Sequence[str]) -> bool:
    return any(len(form) >= _TELLING or not form.isascii() for form in run)


def _around(one: Sequence[str], at: int, other: Sequence[str], there: int) -> tuple[int, int]:
    """How many tokens before both places are the same, and how many from there on."""
    before = 0
    while before < min(at, there) and one[at - before - 1] == other[there - before - 1]:
        before += 1
    return before, _common(one, at, other, there)


def _common(one: Sequence[str], at: int, other: Sequence[str], there: int) -> int:
    pairs = zip(islice(one, at, None), islice(other, there, None), strict=False)
    length = 0
    for mine, theirs in pairs:
        if mine != theirs:
            break
        length += 1
    return length


def _end(spans: Sequence[Span], at: int, length: int) -> int:
    return spans[at + length - 1].end


def _without_inner(runs: Sequence[SharedRun]) -> list[SharedRun]:
    """By their beginnings, one that ends no later than one before it lies within that."""
    kept: list[SharedRun] = []
    for run in sorted(runs, key=lambda run: (run.start, -run.end)):
        if not kept or run.end > kept[-1].end:
            kept.append(run)
    return kept
