"""Reference codes: `JL-2017-7K3QF`, never derived from a count or a label.

Prefix by kind, the year of the letter (`0000` when not known), four random characters of Crockford's
base 32 and one check character over all that stands before it.
"""

from __future__ import annotations

import re

from app.domain.clock import Identifiers
from app.domain.vocabularies import RecordKind

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHAPE = re.compile(r"([A-Z]{2})-(\d{4})-([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z])\Z")
_PREFIXES = {
    RecordKind.JOINT_STATEMENT_ORAL: "JS",
    RecordKind.JOINT_STATEMENT_WRITTEN: "JS",
    RecordKind.JOINT_DECLARATION: "JD",
    RecordKind.TREATY_DECLARATION: "TD",
    RecordKind.COLLECTIVE_NOTE: "JN",
    RecordKind.COUNTER_LETTER: "CL",
    RecordKind.JOINT_LETTER: "JL",
    RecordKind.OPEN_LETTER: "JL",
    RecordKind.REPLY: "RE",
    RecordKind.SOURCE_ARTICLE: "SA",
}
OTHER_PREFIX = "DC"
CERTIFICATE_PREFIX = "CD"
RANDOM_CHARACTERS = 4


def new_reference(
    kind: RecordKind, year: int | None, ids: Identifiers, logical_name: str, attempt: int = 0
) -> str:
    """A fresh reference code. A taken one is drawn again with a higher `attempt`.

    The length stays the same: a longer code would tell that a hidden record holds the shorter one.
    """
    drawn = ids.random_bytes("reference", f"{logical_name}#{attempt}", RANDOM_CHARACTERS)
    stem = f"{_PREFIXES.get(kind, OTHER_PREFIX)}-{year or 0:04d}-" + "".join(
        _ALPHABET[byte % 32] for byte in drawn
    )
    return stem + _check_character(stem)


def new_certificate_number(year: int, ids: Identifiers, logical_name: str, attempt: int = 0) -> str:
    """A fresh number of a disposal certificate, `CD-2026-7K3QF`; as random as a reference code."""
    drawn = ids.random_bytes("certificate", f"{logical_name}#{attempt}", RANDOM_CHARACTERS)
    stem = f"{CERTIFICATE_PREFIX}-{year:04d}-" + "".join(_ALPHABET[byte % 32] for byte in drawn)
    return stem + _check_character(stem)


def normalise_reference(text: str) -> str | None:
    """The reference as stored (case, O/I/L misread as 0/1), or None if it is none or mistyped."""
    text = text.strip().upper()
    if text.count("-") != 2:
        return None
    prefix, year, code = text.split("-")
    code = code.replace("O", "0").replace("I", "1").replace("L", "1")
    candidate = f"{prefix}-{year}-{code}"
    if not _SHAPE.match(candidate) or candidate[-1] != _check_character(candidate[:-1]):
        return None
    return candidate


def _check_character(stem: str) -> str:
    """Luhn's sum modulo 32: notices every single wrong character and nearly every swapped pair."""
    size = len(_ALPHABET)
    total = 0
    for place, value in enumerate(reversed(_values(stem))):
        weighted = value * (2 if place % 2 == 0 else 1)
        total += weighted // size + weighted % size
    return _ALPHABET[-total % size]


def _values(stem: str) -> list[int]:
    """A number below 32 for each character; a prefix may hold letters that the alphabet leaves out."""
    prefix, rest = stem[:2], stem[2:].replace("-", "")
    return [ord(letter) - ord("A") for letter in prefix] + [_ALPHABET.index(one) for one in rest]
