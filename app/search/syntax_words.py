"""One bare word of a query: its wildcards, its ~ and ^, and what is refused about them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.errors import QuerySyntaxError
from app.domain.wording import said
from app.search.analysis import query_terms

SHORTEST_PREFIX, SHORTEST_BEGINNING, SHORTEST_FUZZY = 3, 2, 4
MOST_SIGNS = 3
LOWEST_FACTOR, HIGHEST_FACTOR = 0.1, 10.0
EVERYTHING = "*"
_PUNCTUATION = ".,;:!'\u2019)"
_DROPPED_IN_WORDS = re.compile("[.'\u2019\u02bc]")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?|\.\d{1,9}")


@dataclass(frozen=True, slots=True)
class BareWord:
    """`text` without punctuation at its beginning, empty where no word is left."""

    text: str
    is_fuzzy: bool = False
    factor: str = ""
    """`^2`, ready to be put behind; empty for none."""
    is_question: bool = False
    """Whether a ? at its end was left out."""


def read_word(run: str, place: int) -> BareWord:
    """Read a run of characters without spaces. Raises QuerySyntaxError; `place` counts from 0."""
    body, is_fuzzy, factor = _suffixes(run, place)
    asked = re.sub(rf"\?[{_PUNCTUATION}?]*\Z", "", body)
    text = re.sub(r"^[^\w*?]+", "", asked)
    text = _with_signs(text, place + len(asked) - len(text)).rstrip(":")
    if is_fuzzy:
        _check_fuzzy(text, place)
    if text != EVERYTHING and not query_terms(text):
        text = ""
    return BareWord(text, is_fuzzy, factor, asked != body and bool(text))


def refuse_pattern(run: str, place: int) -> None:
    """Raise for a regular expression."""
    if re.fullmatch(r"/.*[^/]/", run):
        raise QuerySyntaxError(
            "Regular expressions (/.../) are not offered. Use words, or wildcards inside them.",
            place + 1,
        )


def read_factor(source: str, at: int) -> tuple[str, int]:
    """`^2` where it stands at `at`, and where it ends; an empty text for none."""
    if source[at : at + 1] != "^":
        return "", at
    number = _NUMBER.match(source, at + 1)
    factor = float(number.group()) if number else 0.0
    if number is None or not LOWEST_FACTOR <= factor <= HIGHEST_FACTOR:
        raise QuerySyntaxError(
            "Write a number from 0.1 to 10 after ^, as in torture^2: it says how much more the word "
            "counts.",
            at + 1,
        )
    return f"^{factor!r}", number.end()


def is_prefix(text: str) -> bool:
    """Whether a word with signs is a mere beginning: `tort*`."""
    return text.endswith("*") and text.count("*") == 1 and "?" not in text


def _suffixes(run: str, place: int) -> tuple[str, bool, str]:
    """What stands before the first ~ or ^, whether there is a ~, and the factor."""
    found = re.search("[~^]", run)
    if found is None:
        return run, False, ""
    at, is_fuzzy = found.start(), found.group() == "~"
    end = at
    if is_fuzzy:
        edits = re.compile(r"~([\d.]*)").match(run, at)
        assert edits is not None  # noqa: S101 - the sign stands there
        if edits[1].rstrip(".") not in ("", "1"):
            raise QuerySyntaxError(
                "A ~ allows one letter to differ: write ~ or ~1. For words near each other put them "
                'in quotation marks, as in "lawyers detained"~5.',
                place + at + 1,
            )
        end = edits.end()
    try:
        factor, end = read_factor(run, end)
    except QuerySyntaxError as error:
        raise QuerySyntaxError(error.message, place + end + 1) from error
    if run[end:].strip(f"{_PUNCTUATION}?"):
        raise QuerySyntaxError(
            "A ~ or ^ stands at the end of a word. To search for the sign itself put the text in "
            "quotation marks.",
            place + at + 1,
        )
    return run[:at], is_fuzzy, factor


def _check_fuzzy(text: str, place: int) -> None:
    if "*" in text or "?" in text:
        raise QuerySyntaxError("A word takes wildcards or a ~, not both.", place + 1)
    if len(query_terms(text)) > 1:
        raise QuerySyntaxError(
            said(
                "“{text}” is several words, and a ~ may follow only one. Write ~ behind each.",
                text=text,
            ),
            place + 1,
        )
    if sum(character.isalnum() for character in text) < SHORTEST_FUZZY:
        raise QuerySyntaxError(
            said(
                "Write at least {least} letters before the ~: shorter words are near too many.",
                least=SHORTEST_FUZZY,
            ),
            place + 1,
        )


def _with_signs(text: str, place: int) -> str:
    """The word, checked, with its signs as they are searched."""
    if not re.search(r"[*?]", text):
        return text
    if not re.search(r"\w", text):
        return EVERYTHING if text.strip(_PUNCTUATION) == EVERYTHING else ""
    text = re.sub(r"\*+", "*", text.rstrip(_PUNCTUATION))
    first = re.search(r"[*?]", text)
    if first is None:
        return text
    at = place + first.start() + 1
    before = sum(character.isalnum() for character in text[: first.start()])
    if before == 0:
        raise QuerySyntaxError(
            "A word cannot begin with * or ?. Write its first letters, then the sign.", at
        )
    bare = _DROPPED_IN_WORDS.sub("", text)
    _check_parts(text, bare, place)
    if is_prefix(text):
        if before < SHORTEST_PREFIX:
            why = said("Write at least {least} letters before the *.", least=SHORTEST_PREFIX)
            raise QuerySyntaxError(why, at)
        return text
    _check_letters(bare, before, at)
    return bare


def _check_parts(text: str, bare: str, place: int) -> None:
    joined = re.sub(r"[*?]", "", bare)
    if len(query_terms(joined)) > 1:
        raise QuerySyntaxError(
            said(
                "“{text}” is several words, and * or ? may stand in only one. Leave the sign out, or "
                "put what is to be found word for word in quotation marks.",
                text=text,
            ),
            place + 1,
        )


def _check_letters(bare: str, before: int, at: int) -> None:
    letters = sum(character.isalnum() for character in bare)
    if before < SHORTEST_BEGINNING:
        why = said(
            "Write at least {least} letters before the first * or ?.", least=SHORTEST_BEGINNING
        )
        raise QuerySyntaxError(why, at)
    if letters < SHORTEST_PREFIX:
        why = said("Write at least {least} letters beside the * and ?.", least=SHORTEST_PREFIX)
        raise QuerySyntaxError(why, at)
    if len(bare) - len(re.sub(r"[*?]", "", bare)) > MOST_SIGNS:
        why = said("A word takes at most {most} of the signs * and ?.", most=MOST_SIGNS)
        raise QuerySyntaxError(why, at)
