"""The structure of a tagged PDF (ISO 32000-1, 14.7): what is a heading, a row, a cell, a figure.

Open `Node`. Blocks make nodes and give them to their strips; the pen opens a node where its words are drawn,
and only then does the node take its place under its parent, so that the tree has the order of the drawing.
Whatever is drawn under no node is an artifact: rules, running titles, a table's head when it is repeated.
"""

from __future__ import annotations

from collections.abc import Iterator


class Node:
    """One structure element. `kids` are nodes, (page, number) of marked content, and links as `Annotated`."""

    __slots__ = ("alternative", "header", "is_placed", "kids", "number", "parent", "role")

    def __init__(
        self, role: str, parent: Node | None = None, *, header: str = "", alternative: str = ""
    ) -> None:
        """`header`: of a table's head cell what it is the head of, `Column` or `Row`. `alternative`: of a
        figure what it says in words."""
        self.role = role
        self.parent = parent
        self.header = header
        self.alternative = alternative
        self.kids: list[Node | tuple[int, int] | Annotated] = []
        self.is_placed = False
        self.number = 0
        """Its object's number, when the tree is written."""

    def place(self, root: Node) -> None:
        """Take one's place in the tree, after what is there already; once."""
        one = self
        while not one.is_placed and one is not root:
            one.is_placed = True
            if one.parent is None:
                one.parent = root
            one.parent.kids.append(one)
            one = one.parent

    def nodes(self) -> Iterator[Node]:
        """This node and all beneath it, in the order of reading."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += [kid for kid in reversed(one.kids) if isinstance(kid, Node)]


class Annotated:
    """The annotation of a link, as a kid of its node. `number` is its place among the document's links."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


ARTIFACT = Node("Artifact")
"""Not a part of the document: never placed."""
