"""The `Content-Disposition` of a download (RFC 6266), from a name that somebody else chose."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 120
UNNAMED = "file"
# Control, format (among them the signs that turn the reading direction), private and unassigned
# characters, and half characters: none of them can be seen, each can mislead.
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
_FORBIDDEN = re.compile(r'[<>:"|?*%;]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)


def attachment(name: str) -> str:
    """`attachment` with an ASCII name for old programs and the real one (`filename*`) for the rest."""
    clean = clean_name(name)
    plain = _ascii(clean)
    value = f'attachment; filename="{plain}"'
    return value if plain == clean else f"{value}; filename*=UTF-8''{quote(clean, safe='')}"


def clean_name(name: str) -> str:
    """The last part of the name, visible characters only, safe to save anywhere; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(one for one in last if unicodedata.category(one) not in _INVISIBLE)
    tidy = " ".join(_FORBIDDEN.sub("_", visible).split()).strip(". ")
    if _RESERVED.match(tidy):
        tidy = f"_{tidy}"
    return _shortened(tidy) or UNNAMED


def _shortened(name: str) -> str:
    """At most `LONGEST` characters, the extension kept."""
    if len(name) <= LONGEST:
        return name
    stem, point, extension = name.rpartition(".")
    if not point or len(extension) > 10:
        return name[:LONGEST].strip(". ")
    return f"{stem[: LONGEST - len(extension) - 1].strip('. ')}.{extension}"


def _ascii(name: str) -> str:
    """Accents dropped, other letters as underscores, quotes and backslashes gone."""
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(
        one if " " <= one <= "~" and one not in '"\\' else "_"
        for one in decomposed
        if not unicodedata.combining(one)
    )
    return (
        plain if re.search(r"[A-Za-z0-9]", plain.rpartition(".")[0] or plain) else _unnamed(plain)
    )


def _unnamed(plain: str) -> str:
    extension = plain.rpartition(".")[2]
    return f"{UNNAMED}.{extension}" if extension.isalnum() else UNNAMED
