"""Stacking strips on pages: what keeps together, headings of tables repeated, no orphaned headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def paginated(strips: Iterable[Strip], height: float) -> Iterator[Page]:
    """Pages of `height` points that hold all strips in order; at least one page, each as soon as it is full.

    A group that keeps together but is higher than a whole page is broken where the page ends.
    """
    page = Page()
    for group in _groups(strips):
        group_height = sum(strip.height for strip in group)
        is_next = group_height <= height and page.used + group_height > height
        is_short_of_room = group[0].room * height > height - page.used
        if page.placed and (is_next or is_short_of_room or group[0].starts_page):
            yield page
            page = Page()
        for strip in group:
            if page.placed and page.used + strip.height > height:
                yield page
                page = Page()
            _put(page, strip)
    yield page


def _put(page: Page, strip: Strip) -> None:
    if not page.placed:
        if strip.is_space:
            return
        if strip.head is not None:
            page.put(strip.head)
    page.put(strip)


def _groups(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keeps_next:
            yield group
            group = []
    if group:
        yield group
