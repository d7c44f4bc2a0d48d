"""Excerpts: the places of a record where it matched, as segments of plain text, never as HTML.

Open `cut`. What is marked is what the engine says it matched (forms after stems, prefixes and synonyms;
phrases), read with the same analysis. Texts are not analysed whole: a pattern made from the beginnings of
the words sought runs over a folded shadow of the text, of the same length, and only where it strikes is
the text read word by word; reading stops when enough was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from app.domain.paragraphs import paragraph_at
from app.domain.searches import Excerpt, Segment, Spot
from app.search.analysis import ANY_TOKEN, Span, is_cjk, is_single_character, spans_of
from app.search.engine import EngineAnswer, Passage, SearchField
from app.search.letters import APOSTROPHES, DOTS, IS_APOSTROPHE, MARKS, UNSEEN
from app.search.runs import REPEATS, SELECTORS
from app.search.shadows import ODD, shadow_of

_LENGTH, _LEAD, _SLACK = 190, 70, 24  # characters of a fragment, before its first match, to a space
_MOST_MATCHES = 40  # looked at in one passage, to choose the best fragment among
_REACH = 16_000  # characters read beyond the first match of a passage
_SHORT = 200  # characters of a passage that is looked at as a whole first
_HEAD = 3  # letters of a word in the pattern
_JOINT = f'(?:[."{APOSTROPHES}]|-\n)?'  # may stand inside a word without being part of its form
_INSIDE = re.compile(f'[."{APOSTROPHES}{UNSEEN}{DOTS}{SELECTORS}{MARKS}]')
_DIVISION = "-\n"
_BACK = 40  # how far a word with apostrophes or points is looked for its beginning
_CHUNK = 8_000  # characters folded at a time
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Match:
    """Half-open range of characters, and which word or phrase of the question it is."""

    start: int
    end: int
    key: tuple[str, ...]


def cut(passages: Sequence[Passage], answer: EngineAnswer, limit: int = 3) -> tuple[Excerpt, ...]:
    """At most `limit` fragments, from as many passages as possible, in reading order.

    The title is shown anyway, so it is quoted only when nothing else matched.
    """
    if not answer.matched_forms and not answer.matched_phrases:
        return ()
    marker = _marker(answer.matched_forms, answer.matched_phrases)
    found: list[tuple[Passage, list[_Window]]] = []
    others = [one for one in passages if one.field is not SearchField.TITLE]
    for group in (others, [one for one in passages if one.field is SearchField.TITLE]):
        for passage in group:
            if not marker.may_match(passage.text):
                continue
            matches = list(islice(marker.matches(passage.text), _MOST_MATCHES))
            windows = _windows(matches, limit)
            if windows:
                found.append((passage, windows))
            if len(found) >= limit:
                break
        if found:
            break
    return tuple(_excerpt(passage, window) for passage, window in _shared_out(found, limit))


def matches_in(text: str, answer: EngineAnswer) -> tuple[Match, ...]:
    """Everything in a text that matched, however long it is; costs 1 to 2 ms for 100,000 characters."""
    if not answer.matched_forms and not answer.matched_phrases:
        return ()
    marker = _marker(answer.matched_forms, answer.matched_phrases)
    return tuple(marker.matches(text, reach=len(text)))


def stretch(text: str, start: int, end: int, matches: Sequence[Match]) -> tuple[Segment, ...]:
    """A stretch of a text with the matches in it, those at its edges as far as they lie within."""
    inside = [
        Match(max(one.start, start), min(one.end, end), one.key)
        for one in matches
        if one.start < end and one.end > start
    ]
    return tuple(_segments(text, start, end, inside))


def spot_at(passage: Passage, place: int) -> Spot | None:
    """Where in its text a character of the passage stands; None where that is no text of its own."""
    if passage.spot is None:
        return None
    return replace(passage.spot, paragraph=paragraph_at(passage.text, place))


def mark(text: str, answer: EngineAnswer) -> tuple[Segment, ...]:
    """A whole short text, such as a title, with what matched in it."""
    marker = _marker(answer.matched_forms, answer.matched_phrases)
    return tuple(_segments(text, 0, len(text), list(marker.matches(text))))


@dataclass(frozen=True, slots=True)
class _Window:
    """Matches that fit into one fragment."""

    matches: tuple[Match, ...]

    @property
    def worth(self) -> tuple[int, int]:
        return len({match.key for match in self.matches}), len(self.matches)


class _Marker:
    """Finds the words and phrases of one answer in texts."""

    def __init__(self, forms: frozenset[str], phrases: frozenset[tuple[str, ...]]) -> None:
        self._forms = forms
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            self._phrases.setdefault(phrase[0], []).append(phrase)
        self._lone = {first for first in self._phrases if is_single_character(first)}
        self._pattern = _pattern_of({*forms, *self._phrases})

    def may_match(self, text: str) -> bool:
        """False for a short text in which nothing strikes: most passages are names, and cost little so."""
        return len(text) > _SHORT or self._pattern.search(shadow_of(text)) is not None

    def matches(self, text: str, reach: int = _REACH) -> Iterator[Match]:
        """From left to right, never overlapping; ends so many characters after the first."""
        end, first = 0, len(text)
        for start in self._candidates(text):
            if start > first + reach:
                return
            found = self._match_at(text, start) if start >= end else None
            if found is not None:
                end, first = found.end, min(first, found.start)
                yield found

    def _candidates(self, text: str) -> Iterator[int]:
        """Where a word sought may begin, chunk by chunk, so that nobody folds what nobody reads."""
        begin = 0
        while begin < len(text):
            end = _end_of_chunk(text, begin)
            for found in self._pattern.finditer(shadow_of(text[begin:end])):
                at = begin + found.start()
                if found.group() == ODD:
                    yield from _starts_before(text, at)
                elif not at or _may_begin(text[at - 1], found.group()):
                    yield at
            begin = end

    def _match_at(self, text: str, start: int) -> Match | None:
        spans = _spans_at(text, start)
        first = next(spans, None)
        if first is None or first.start != start:
            return None
        read = [first]
        lone = [character for character in self._lone if first.form.startswith(character)]
        for opening in (first.form, *lone):
            for phrase in self._phrases.get(opening, ()):
                if _reads(phrase, read, spans):
                    return Match(start, read[len(phrase) - 1].end, phrase)
        if first.form in self._forms:
            return Match(start, first.end, (first.form,))
        return None


def _may_begin(before: str, head: str) -> bool:
    """Whether a word with this head may begin after that character."""
    is_outside = not before.isalnum() or IS_APOSTROPHE.match(before) is not None
    return is_outside or is_cjk(before) or is_cjk(head)


def _starts_before(text: str, at: int) -> Iterator[int]:
    """Where the tokens begin that may hold the odd character at `at`."""
    for span in spans_of(text, _begin_before(text, at)):
        if span.start > at:
            return
        yield span.start


def _end_of_chunk(text: str, begin: int) -> int:
    """About a chunk further, where no word is torn; a text without spaces is one chunk."""
    if begin + _CHUNK >= len(text):
        return len(text)
    found = _SPACE.search(text, begin + _CHUNK)
    return found.end() if found else len(text)


@lru_cache(maxsize=64)
def _marker(forms: frozenset[str], phrases: frozenset[tuple[str, ...]]) -> _Marker:
    return _Marker(forms, phrases)


def _pattern_of(words: set[str]) -> re.Pattern[str]:
    """Where a word of these may begin, in a shadow."""
    runs = {re.escape(word[:2]) for word in words if is_cjk(word)}
    heads = {_head(word[:_HEAD]) for word in words if not is_cjk(word)}
    return re.compile("|".join([ODD, *sorted(heads | runs)]))


def _head(letters: str) -> str:
    """The letters at the beginning of a word."""
    return _JOINT.join(re.escape(letter) for letter in letters)


def _spans_at(text: str, start: int) -> Iterator[Span]:
    """The tokens from `start` on; none that begins inside of a longer word."""
    is_inside = start and (
        _INSIDE.match(text[start - 1])
        or text[start - 2 : start] == _DIVISION
        or text[start] in REPEATS
    )
    begin = _begin_before(text, start) if is_inside else start
    return (span for span in spans_of(text, begin) if span.start >= start)


def _begin_before(text: str, at: int) -> int:
    """Where the row of signs without spaces begins in which `at` stands, if it is not too far."""
    begin = at
    while begin and at - begin < _BACK:
        if text[begin - 1].isspace() and text[begin - 2 : begin] != _DIVISION:
            break
        begin -= 1
    return begin


def _reads(phrase: tuple[str, ...], read: list[Span], spans: Iterator[Span]) -> bool:
    """Whether the text goes on as the phrase does; `read` keeps what was read so far."""
    read.extend(islice(spans, max(len(phrase) - len(read), 0)))
    if len(read) < len(phrase):
        return False
    return all(
        term in (ANY_TOKEN, span.form) or (is_single_character(term) and span.form[0] == term)
        for term, span in zip(phrase, read, strict=False)
    )


def _windows(matches: list[Match], limit: int) -> list[_Window]:
    """At most `limit` fragments of the matches that do not come near each other, the best first."""
    choices = [_from(matches, at) for at in range(len(matches))]
    choices.sort(key=lambda window: window.worth, reverse=True)
    windows: list[_Window] = []
    for choice in choices:
        low, high = choice.matches[0].start - _LENGTH, choice.matches[-1].end + _LENGTH
        if all(one.matches[-1].end < low or one.matches[0].start > high for one in windows):
            windows.append(choice)
        if len(windows) == limit:
            break
    return windows


def _from(matches: list[Match], at: int) -> _Window:
    """The match at `at` and those after it that fit into a fragment with it."""
    reach = matches[at].start + _LENGTH - _LEAD
    end = at + 1
    while end < len(matches) and matches[end].end <= reach:
        end += 1
    return _Window(tuple(matches[at:end]))


def _shared_out(
    found: list[tuple[Passage, list[_Window]]], limit: int
) -> list[tuple[Passage, _Window]]:
    """One fragment of each passage before a second of any; then back in reading order."""
    chosen: list[tuple[int, int]] = []
    for turn in range(limit):
        for at, (_, windows) in enumerate(found):
            if turn < len(windows) and len(chosen) < limit:
                chosen.append((at, turn))
    picked = [(at, found[at][1][turn]) for at, turn in chosen]
    picked.sort(key=lambda one: (one[0], one[1].matches[0].start))
    return [(found[at][0], window) for at, window in picked]


def _excerpt(passage: Passage, window: _Window) -> Excerpt:
    text = passage.text
    first, last = window.matches[0].start, window.matches[-1].end
    start = _at_space(text, max(first - _LEAD, 0), first, forward=True)
    end = _at_space(text, min(max(start + _LENGTH, last), len(text)), last, forward=False)
    segments = list(_segments(text, start, end, list(window.matches)))
    if start > 0:
        segments.insert(0, Segment("… "))
    if end < len(text.rstrip()):
        segments.append(Segment(" …"))
    return Excerpt(passage.place, tuple(segments), spot_at(passage, first))


def _at_space(text: str, at: int, stop: int, *, forward: bool) -> int:
    """Move a cut to the next space towards the matches, so that no word is torn."""
    if at in (0, len(text)):
        return at
    if forward:
        found = re.compile(r"\s").search(text, at, min(at + _SLACK, stop))
        return found.end() if found else at
    pieces = re.compile(r"\s\S*\Z").search(text[max(at - _SLACK, stop) : at])
    return max(at - _SLACK, stop) + pieces.start() if pieces else at


def _segments(text: str, start: int, end: int, matches: list[Match]) -> Iterator[Segment]:
    at = start
    for match in matches:
        if match.start > at:
            yield Segment(_plain(text[at : match.start]))
        yield Segment(_plain(text[match.start : match.end]), is_match=True)
        at = match.end
    if end > at:
        yield Segment(_plain(text[at:end]))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
