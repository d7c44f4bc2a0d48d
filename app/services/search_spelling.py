"""Did you mean: near spellings of the words of a search that stand in no text one may read.

Everything comes from the reader's own partitions: whether a word is found, what is spelt nearly like it, and
in how many texts that stands; but for the names on record, which are public and whose words are right. Open
`did_you_mean`. Names of parties have hints of their own (`search_hints.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from app.domain.query import Query, SearchField, Word, leaves
from app.domain.searches import DidYouMean
from app.search.analysis import forms_of
from app.search.engine import EngineAnswer
from app.search.expansion import sought_spelling
from app.search.syntax import parse

MOST_WORDS = 8
"""Words of a search that are looked up; each costs a question to the engine."""
MOST_OFFERED = 3
_OF_PARTIES = frozenset({SearchField.SIGNATORY, SearchField.TARGET})


def did_you_mean(
    text: str,
    is_missing: Callable[[str], bool],
    spellings: Callable[[str], Mapping[str, int]],
) -> tuple[DidYouMean, ...]:
    """The text with other words in it; empty where nothing readable has one.

    One word that is not found: the most frequent near spellings. Several: each with its best, in one text.
    """
    near: dict[str, list[str]] = {}
    places: list[tuple[int, str]] = []
    for word, place in _candidates(text):
        if word not in near:
            is_sought = len(near) < MOST_WORDS and is_missing(word)
            near[word] = _best(spellings(word)) if is_sought else []
        if near[word]:
            places.append((place, word))
    helped = [word for word in near if near[word]]
    if not helped:
        return ()
    count = MOST_OFFERED if len(helped) == 1 else 1
    offered = []
    for at in range(min(count, len(near[helped[0]]))):
        chosen = {word: _written_like(word, near[word][at]) for word in helped}
        words = " ".join(chosen.values())
        offered.append(DidYouMean(words, _replaced(text, places, chosen)))
    return tuple(offered)


def missing(
    answer: EngineAnswer, names: Iterable[str], finds_nothing: Callable[[Query], bool]
) -> Callable[[str], bool]:
    """Tells which words of a text stand nowhere; `answer` is that to the whole text.

    What matched there stands somewhere, and is not asked for again. A word of a name on record is spelt as
    it should be.
    """

    @cache
    def words_of_names() -> frozenset[str]:
        return frozenset(form for name in names for form in forms_of(name))

    def is_missing(word: str) -> bool:
        form = sought_spelling(word)
        is_known = form in answer.matched_forms or form in words_of_names()
        return not is_known and finds_nothing(Word(word))

    return is_missing


def _candidates(text: str) -> list[tuple[str, int]]:
    """The words that are wanted, as they stand in the text, in its order."""
    parsed = parse(text)
    if parsed.query is None:
        return []
    wanted = {one.leaf for one in leaves(parsed.query) if not one.is_negated}
    return sorted(
        (
            (word.text, place)
            for word, place in parsed.words
            if word in wanted
            and word.field not in _OF_PARTIES
            and text.startswith(word.text, place)
            and sought_spelling(word.text)
        ),
        key=lambda found: found[1],
    )


def _best(found: Mapping[str, int]) -> list[str]:
    """In the most texts first. A form that the query language would not read as a word is left out."""
    order = sorted(found, key=lambda form: (-found[form], form))
    return [form for form in order if parse(form).query == Word(form)][:MOST_OFFERED]


def _written_like(word: str, form: str) -> str:
    return form.capitalize() if word[:1].isupper() else form


def _replaced(text: str, places: Sequence[tuple[int, str]], chosen: Mapping[str, str]) -> str:
    for place, word in reversed(places):
        text = text[:place] + chosen[word] + text[place + len(word) :]
    return text
