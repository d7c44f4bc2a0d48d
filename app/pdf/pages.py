"""Stacking strips on pages: what keeps together, headings of tables repeated, no orphaned headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.pdf.strips import Strip


@dataclass(slots=True)
class Page:
    """Strips with the distance of their upper edge from the top of the page's body."""

    placed: list[tuple[float, Strip]] = field(default_factory=list)
    used: float = 0.0

    def put(self, strip: Strip) -> None:
        self.placed.append((self.used, strip))
        self.used += strip.height


def paginated(strips: Sequence[Strip], height: float) -> list[Page]:
    """Pages of `height` points that hold all strips in order; at least one page.

    A group that keeps together but is higher than a whole page is broken where the page ends.
    """
    pages = [Page()]
    for group in _groups(strips):
        group_height = sum(strip.height for strip in group)
        if group_height <= height and pages[-1].used + group_height > height:
            pages.append(Page())
        for strip in group:
            if pages[-1].placed and pages[-1].used + strip.height > height:
                pages.append(Page())
            _put(pages[-1], strip)
    return pages


def _put(page: Page, strip: Strip) -> None:
    if not page.placed:
        if strip.is_space:
            return
        if strip.head is not None:
            page.put(strip.head)
    page.put(strip)


def _groups(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keeps_next:
            yield group
            group = []
    if group:
        yield group
