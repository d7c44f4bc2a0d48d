"""What our scripts say, for pages in another language: the English sentence and what stands for it.

A page in English holds none of it: the scripts have their sentences themselves. A test sees to it that
every sentence of `static/js` (`said("...")`) stands here.
"""

from __future__ import annotations

from app.domain.wording import said
from app.web.language import SOURCE_LANGUAGE, page_language, translated

SENTENCES = (
    said("Single letters are switched on in this browser."),
    said("Single letters are switched off in this browser."),
    said("Switch single letters off"),
    said("Switch single letters on"),
    said("{value} taken."),
    said("1 name. Use the arrow keys."),
    said("{count} names. Use the arrow keys."),
    said("No name found."),
    said("Ways to go on"),
    said("1 way to go on. Use the arrow keys."),
    said("{count} ways to go on. Use the arrow keys."),
    said("Names"),
    said("Tick all on this page"),
    said("Untick all on this page"),
    said("Years. Arrow keys choose, Shift extends, Enter narrows."),
    said("Draft kept at {time} UTC."),
    said("You are signed out. Press Save as draft: you can sign in then, and nothing is lost."),
    said("The draft could not be kept. Press Save as draft."),
    said("The draft could not be kept: the server does not answer."),
    said("Words: {count}"),
    said("The basket could not be changed: the server does not answer."),
)


def script_words() -> dict[str, str]:
    """Sentence by sentence in the language of the page; empty for the language they are written in."""
    if page_language() == SOURCE_LANGUAGE:
        return {}
    return {str(sentence): translated(sentence) for sentence in SENTENCES}
