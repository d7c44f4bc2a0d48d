"""The bookmarks of a PDF: a tree by level, as readers show it beside the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.pdf.objects import Store, literal
from app.pdf.text import clean


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`level` 1 is the highest; `top` is measured from the foot of the page."""

    words: str
    level: int
    page: int
    top: float


@dataclass(slots=True)
class _Item:
    bookmark: Bookmark | None
    number: int
    kids: list[_Item] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(1 + kid.count for kid in self.kids)


def write_outline(store: Store, bookmarks: Sequence[Bookmark], pages: Mapping[int, int]) -> int:
    """Write the tree. Returns the number of its root; 0 where there is no bookmark."""
    if not bookmarks:
        return 0
    root = _Item(None, store.new())
    open_items = [(0, root)]
    for one in bookmarks:
        while open_items[-1][0] >= one.level:
            open_items.pop()
        item = _Item(one, store.new())
        open_items[-1][1].kids.append(item)
        open_items.append((one.level, item))
    first, last = root.kids[0].number, root.kids[-1].number
    store.fill(
        root.number,
        f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {len(root.kids)} >>",
    )
    _write_kids(store, root, pages)
    return root.number


def _write_kids(store: Store, parent: _Item, pages: Mapping[int, int]) -> None:
    waiting = [parent]
    while waiting:
        above = waiting.pop()
        for at, item in enumerate(above.kids):
            store.fill(item.number, _entry(item, above, at, pages))
            waiting.append(item)


def _entry(item: _Item, above: _Item, at: int, pages: Mapping[int, int]) -> str:
    told = item.bookmark
    assert told is not None  # noqa: S101 - only the root is without one
    parts = [
        f"/Title {literal(clean(told.words))} /Parent {above.number} 0 R",
        f"/Dest [{pages[told.page]} 0 R /XYZ 0 {told.top:.2f} null]",
    ]
    if at:
        parts.append(f"/Prev {above.kids[at - 1].number} 0 R")
    if at + 1 < len(above.kids):
        parts.append(f"/Next {above.kids[at + 1].number} 0 R")
    if item.kids:  # closed: what is beneath is shown when it is asked for
        parts.append(
            f"/First {item.kids[0].number} 0 R /Last {item.kids[-1].number} 0 R /Count {-item.count}"
        )
    return f"<< {' '.join(parts)} >>"
