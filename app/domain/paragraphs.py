"""Paragraphs of a plain text, as a reader would count them: where each begins and ends.

Texts come with lines as long as they like (Word, web pages), of which each is a paragraph, or broken for a
page of fixed width (PDF, old mail), where a blank line, a short line or an indented one ends a paragraph.
Nothing is stored: the same text always has the same paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_WIDEST_LINE = 160  # characters; nobody prints longer ones
_LOOKED_AT = 20_000  # characters by which the width of the lines is told
_SHORT, _SHORTER = 0.55, 0.85  # of the width: ends a paragraph; ends one where a sentence ends too
_ENDS = (".", "!", "?", ":", ";", "…", "。", "؟", "”", "»", '"', ")")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Half-open range of characters, without the white space around it; `number` counts from 1."""

    number: int
    start: int
    end: int


def paragraphs_of(text: str) -> Iterator[Paragraph]:
    """The paragraphs from first to last; blank ones are none."""
    number = at = 0
    for end in _ends(text):
        piece = text[at:end]
        if piece.strip():
            number += 1
            start = at + len(piece) - len(piece.lstrip())
            yield Paragraph(number, start, start + len(piece.strip()))
        at = end


def paragraph_at(text: str, place: int) -> int:
    """The number of the paragraph in which a character stands; of white space, that of the next one."""
    number = 1
    for one in paragraphs_of(text):
        number = one.number
        if place < one.end:
            break
    return number


def _ends(text: str) -> Iterator[int]:
    """Where paragraphs may end, the end of the text last."""
    width = max(map(len, text[:_LOOKED_AT].split("\n")))
    start = 0
    while (end := text.find("\n", start)) >= 0:
        is_last = width > _WIDEST_LINE or _is_last(text[start:end].rstrip(), width)
        if is_last or text[end + 1 : end + 2].isspace():
            yield end + 1
        start = end + 1
    yield len(text)


def _is_last(line: str, width: int) -> bool:
    """Whether a line of a text of that width is the last of its paragraph."""
    length = len(line)
    return length < _SHORT * width or (length < _SHORTER * width and line.endswith(_ENDS))
