"""One foreign file as pages that may stand in a book: nothing acts, nothing leads out, nothing hides.

Open `clean`. A PDF is copied by an allow-list (`annex_copy.py`), a picture is drawn anew (`picture.py`).
Where that cannot be had, Unreadable says why; half a document is never given out as a whole one.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, BinaryIO

import pikepdf
from pikepdf import AccessMode, Dictionary

from .annex_copy import Copier
from .unreadable import Unreadable

MAX_PAGES = 5_000
MAX_OBJECTS = 1_000_000
MAX_DRAWN = 1_000_000
"""How much one page may draw, forms within forms counted as often as they are drawn."""
_PIXELS_OF_ONE = 100_000
"""A picture weighs one for each so many pixels."""
_HARMLESS = "common error handled correctly"
_PICTURES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/webp"})


def clean(media_type: str, stream: BinaryIO) -> pikepdf.Pdf:
    """A new document with the same pages. Raises Unreadable with a key of `annexes.REASONS`."""
    if media_type in _PICTURES:
        from .picture import drawn

        return drawn(stream)
    if media_type != "application/pdf":
        raise Unreadable("as-text")
    return _rewritten(stream)


def _rewritten(stream: BinaryIO) -> pikepdf.Pdf:
    source = _opened(stream)
    if source.is_encrypted:
        raise Unreadable("password")
    if len(source.objects) > MAX_OBJECTS:
        raise Unreadable("suspicious")
    root = source.Root
    count = root.Pages.get("/Count")
    if isinstance(count, int) and count > MAX_PAGES:
        raise Unreadable("too-many-pages")
    if _hides_layers(root):
        raise Unreadable("layers")
    pages = source.pages
    if len(pages) != count or not count:
        raise Unreadable("damaged")
    target = pikepdf.new()
    copier = Copier(target)
    for page in pages:
        target.pages.append(pikepdf.Page(target.make_indirect(copier.page(page.obj))))
    _check_weight(target, copier.unpacking.drawn)
    if any(_HARMLESS not in str(warning) for warning in source.get_warnings()):
        raise Unreadable("damaged")
    return target


def _opened(stream: BinaryIO) -> pikepdf.Pdf:
    """As it is, or not at all: a reader that guesses may leave out half without a word."""
    try:
        return pikepdf.open(
            stream,
            attempt_recovery=False,
            suppress_warnings=True,
            inherit_page_attributes=False,
            access_mode=AccessMode.stream,
        )
    except pikepdf.PasswordError as error:
        raise Unreadable("password") from error


def _hides_layers(root: Any) -> bool:
    """ISO 32000-1, 8.11.4.3: layers that are not shown when the file is opened would show in a book."""
    optional = root.get("/OCProperties")
    if not isinstance(optional, Dictionary) or not optional.get("/OCGs"):
        return False
    shown = optional.get("/D")
    if not isinstance(shown, Dictionary):
        return True
    off = shown.get("/OFF")
    return bool(off is not None and len(off)) or shown.get("/BaseState", "/ON") != "/ON"


def _check_weight(target: pikepdf.Pdf, drawn: dict[tuple[int, int], Counter[str]]) -> None:
    """Refuse pages that no reader could ever finish: forms that draw forms that draw forms."""
    weights = _Weights(drawn)
    for page in target.pages:
        contents = page.obj.get("/Contents")
        if contents is not None and weights.of(contents, page.obj.Resources) > MAX_DRAWN:
            raise Unreadable("suspicious")


class _Weights:
    """How much each stream draws, all that it draws through others included."""

    def __init__(self, drawn: dict[tuple[int, int], Counter[str]]) -> None:
        self._drawn = drawn
        self._known: dict[tuple[int, int], int] = {}

    def of(self, stream: Any, resources: Any) -> int:
        key = stream.objgen
        if key not in self._known:
            self._known[key] = 0  # one that draws itself is drawn once
            named = resources.get("/XObject", {})
            weight = 1
            for name, times in self._drawn.get(key, {}).items():
                if name in named:
                    weight += times * self._of_object(named[name], resources)
            self._known[key] = min(weight, MAX_DRAWN + 1)
        return self._known[key]

    def _of_object(self, one: Any, resources: Any) -> int:
        if one.Subtype == "/Image":
            return 1 + int(one.Width) * int(one.Height) // _PIXELS_OF_ONE
        return self.of(one, one.get("/Resources", resources))
