"""Writing the structure tree, the links, and what leads from a page to its elements. Open `StructureTree`.

A book has more elements than lines. They are numbered at once and written one after the other, when the file
is, so that they are never in memory as text together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.pdf.objects import Store, literal
from app.pdf.pen import Drawn, Link
from app.pdf.structure import Annotated, Node
from app.pdf.text import clean

_NUMS_EACH = 256
_Links = Sequence[tuple[int, int, Link]]
"""Page, number of the annotation, and the link."""


@dataclass(frozen=True, slots=True)
class Written:
    """Numbers of objects: the root of the tree, and the annotations by page."""

    root: int
    annotations: Mapping[int, Sequence[int]]


class StructureTree:
    """The elements under `document` and the links of all pages: `begin`, then `finish` when all is known."""

    def __init__(
        self, store: Store, document: Node, pages: Mapping[int, int], drawn: Mapping[int, Drawn]
    ) -> None:
        self._store, self._document, self._pages, self._drawn = store, document, pages, drawn
        self._places = {
            name: (number, y) for number in sorted(drawn) for name, y in drawn[number].places
        }

    def begin(self) -> Written:
        """Number what pages and catalogue refer to."""
        self._links = _links(self._store, self._drawn, self._places)
        annotations: dict[int, list[int]] = defaultdict(list)
        for at, (page, annotation, link) in enumerate(self._links):
            link.node.kids.append(Annotated(at))
            annotations[page].append(annotation)
        self._root, self._parents = self._store.new(), self._store.new()
        leaves = range(0, len(self._pages) + len(self._links), _NUMS_EACH)
        self._leaves = [self._store.new() for _ in leaves]
        return Written(self._root, annotations)

    def finish(self) -> None:
        """Number the elements, and say what leads to them. Last of all that needs a number."""
        first = self._store.later(self._count(), self._elements)
        for number, node in enumerate(self._document.nodes(), start=first):
            node.number = number
        rows = self._store.later(len(self._pages), self._rows)
        parents = [f"{rows + place} 0 R" for place in range(len(self._pages))]
        for at, (_, annotation, link) in enumerate(self._links):
            told = _annotation(link, len(self._pages) + at, self._places, self._pages)
            self._store.fill(annotation, told)
            parents.append(f"{link.node.number} 0 R")
        self._fill_parents(parents)
        self._store.fill(
            self._root,
            f"<< /Type /StructTreeRoot /K {self._document.number} 0 R "
            f"/ParentTree {self._parents} 0 R /ParentTreeNextKey {len(parents)} >>",
        )

    def _count(self) -> int:
        return sum(1 for _ in self._document.nodes())

    def _elements(self) -> Iterator[str]:
        for node in self._document.nodes():
            above = node.parent.number if node.parent is not None else self._root
            yield self._element(node, above)

    def _rows(self) -> Iterator[str]:
        """For each page, whose its marked content is."""
        for number in sorted(self._pages):
            yield f"[{' '.join(f'{node.number} 0 R' for node in self._drawn[number].marked)}]"

    def _element(self, node: Node, above: int) -> str:
        parts = [f"/S /{node.role} /P {above} 0 R"]
        if len(node.kids) == 1 and isinstance(node.kids[0], tuple):
            page, mcid = node.kids[0]  # one run of words on one page is most of what there is
            parts.append(f"/Pg {self._pages[page]} 0 R /K {mcid}")
        elif node.kids:
            parts.append(f"/K [{' '.join(self._kid(kid) for kid in node.kids)}]")
        if node.header:
            parts.append(f"/A << /O /Table /Scope /{node.header} >>")
        if node.alternative:
            parts.append(f"/Alt {literal(clean(node.alternative))}")
        return f"<< {' '.join(parts)} >>"

    def _kid(self, kid: Node | tuple[int, int] | Annotated) -> str:
        if isinstance(kid, Node):
            return f"{kid.number} 0 R"
        if isinstance(kid, Annotated):
            page, annotation, _ = self._links[kid.number]
            return f"<< /Type /OBJR /Obj {annotation} 0 R /Pg {self._pages[page]} 0 R >>"
        page, mcid = kid
        return f"<< /Type /MCR /Pg {self._pages[page]} 0 R /MCID {mcid} >>"

    def _fill_parents(self, parents: Sequence[str]) -> None:
        for leaf, start in zip(self._leaves, range(0, len(parents), _NUMS_EACH), strict=True):
            part = parents[start : start + _NUMS_EACH]
            nums = " ".join(f"{key} {one}" for key, one in enumerate(part, start=start))
            limits = f"/Limits [{start} {start + len(part) - 1}]"
            self._store.fill(leaf, f"<< {limits} /Nums [{nums}] >>")
        kids = " ".join(f"{one} 0 R" for one in self._leaves)
        self._store.fill(self._parents, f"<< /Kids [{kids}] >>")


def _links(
    store: Store, drawn: Mapping[int, Drawn], places: Mapping[str, tuple[int, float]]
) -> list[tuple[int, int, Link]]:
    """Those whose end is nowhere stay words."""
    return [
        (number, store.new(), link)
        for number in sorted(drawn)
        for link in drawn[number].links
        if not link.target.startswith("#") or link.target[1:] in places
    ]


def _annotation(
    link: Link, key: int, places: Mapping[str, tuple[int, float]], pages: Mapping[int, int]
) -> str:
    left, bottom, right, top = link.box
    if link.target.startswith("#"):
        page, y = places[link.target[1:]]
        leads = f"/Dest [{pages[page]} 0 R /XYZ 0 {y + 4:.2f} null]"
    else:
        leads = f"/A << /S /URI /URI {literal(link.target)} >>"
    return (
        f"<< /Type /Annot /Subtype /Link /Rect [{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}] "
        f"/Border [0 0 0] /F 4 /Contents {literal(clean(link.words))} /StructParent {key} {leads} >>"
    )
