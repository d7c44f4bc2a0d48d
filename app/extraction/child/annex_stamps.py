"""What annotations show on a page, without the annotations: stamps, notes, filled fields, signatures.

They can be evidence, so they are drawn as part of the page; what they do is left behind with them
(ISO 32000-1, 12.5.5). Open `stamped`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Matrix, Name, Rectangle, Stream

MAX_STAMPS = 2_000
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
_NOT_DRAWN = frozenset({"/Link", "/Popup"})


def stamped(
    page: Any, source: Any, copied: Callable[[Stream], Any]
) -> tuple[Dictionary, bytes] | None:
    """What the annotations of `source` show, as the XObjects and the operators of the copied `page`.

    None where they show nothing. `copied` makes a form of an appearance.
    """
    names = Dictionary()
    operators: list[bytes] = []
    for annotation in _annotations(source):
        appearance = _appearance(annotation)
        form = None if appearance is None else copied(appearance)
        if form is not None and (matrix := _placed(form, annotation)) is not None:
            name = f"/Stamp{len(operators)}"
            names[name] = form
            operators.append(b"q %s cm %s Do Q" % (matrix.encode(), name.encode()))
    if not operators:
        return None
    if "/Contents" in page:
        # As a form of its own, so that nothing it leaves behind moves what is drawn over it.
        names.Page = _as_form(page)
        operators.insert(0, b"/Page Do")
    return names, b"\n".join(operators)


def _annotations(source: Any) -> list[Any]:
    found = source.get("/Annots")
    if not isinstance(found, Array):
        return []
    listed = list(found)[:MAX_STAMPS]
    return [one for one in listed if isinstance(one, Dictionary) and _is_seen(one)]


def _is_seen(annotation: Any) -> bool:
    flags = annotation.get("/F", 0)
    hidden = isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW)
    return not hidden and str(annotation.get("/Subtype")) not in _NOT_DRAWN


def _appearance(annotation: Any) -> Stream | None:
    """The normal appearance, in the state that is chosen where there are several."""
    appearances = annotation.get("/AP")
    normal = appearances.get("/N") if isinstance(appearances, Dictionary) else None
    if not isinstance(normal, Stream) and isinstance(normal, Dictionary):
        state = annotation.get("/AS")
        normal = normal.get(str(state)) if isinstance(state, Name) else None
    return normal if isinstance(normal, Stream) else None


def _placed(form: Any, annotation: Any) -> Matrix | None:
    """ISO 32000-1, 12.5.5, algorithm 8.1: from the box of the appearance to that of the annotation."""
    with contextlib.suppress(ValueError, TypeError, ArithmeticError, AttributeError, KeyError):
        own = Matrix(form.Matrix) if "/Matrix" in form else Matrix()
        box = own.transform(Rectangle(form.BBox))
        place = Rectangle(annotation.Rect)
        across, up = place.width / box.width, place.height / box.height
        return Matrix(across, 0, 0, up, place.llx - box.llx * across, place.lly - box.lly * up)
    return None


def _as_form(page: Any) -> Stream:
    form: Stream = page.Contents
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array([-14_400, -14_400, 28_800, 28_800])
    form.Resources = page.Resources
    return form
