"""What was written, brought to one form: capitals, plain spaces and dashes, no accents.

Characters nobody sees, and letters of other scripts that look like ours, are not brought to any form:
a text that holds one cannot be read, so that no look-alike is ever taken for the mark it imitates.
"""

from __future__ import annotations

import re
import unicodedata

from app.domain.wording import said

LONGEST = 400
_PLAIN = re.compile(r"[A-Z0-9 /,:+()'&\[\].-]+\Z")
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
_DASHES = frozenset({"Pd"})
_MINUS = "\N{MINUS SIGN}"
_LAYOUT = "\t\r\n"


def plain_form(text: str) -> str | None:
    """The text in capitals, one space between words, none around `/` and `,`; None if unreadable."""
    if len(text) > LONGEST:
        return None
    letters: list[str] = []
    for letter in unicodedata.normalize("NFKC", text.strip()):
        plain = _plain(letter)
        if plain is None:
            return None
        letters.append(plain)
    capitals = unicodedata.normalize("NFD", "".join(letters).upper())
    bare = "".join(one for one in capitals if not unicodedata.combining(one))
    tidy = re.sub(r" *([/,]) *", r"\1", " ".join(bare.split()))
    return tidy if _PLAIN.match(tidy) else None


def why_unreadable(text: str) -> str:
    """One sentence on why `plain_form` gives nothing."""
    if not text.strip():
        return said("Nothing is written.")
    if len(text) > LONGEST:
        return said("It is longer than {longest} characters.", longest=LONGEST)
    if any(_is_unseen(letter) for letter in text.strip()):
        return said("It holds characters that cannot be seen. Type it anew.")
    return said(
        "It holds letters that are not Latin, some of which look like Latin ones. Type it anew."
    )


def _plain(letter: str) -> str | None:
    category = unicodedata.category(letter)
    if category in _SPACES or letter in _LAYOUT:
        return " "
    if category in _DASHES or letter == _MINUS:
        return "-"
    return None if category in _UNSEEN else letter


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN and letter not in _LAYOUT
