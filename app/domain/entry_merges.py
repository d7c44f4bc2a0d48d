"""Merges of authority entries as codes: which entry stands for which, followed to the end.

A merge says that one entry stands for another; merges may be chained. Nothing here changes anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Code = TypeVar("Code", bound=str)


def root_of(code: Code, into: Mapping[Code, Code]) -> Code:
    """The code that stands for this one in the end; itself where it was merged into none."""
    while code in into:
        code = into[code]
    return code


def roots(into: Mapping[Code, Code]) -> Mapping[Code, Code]:
    """Code of every merged entry -> code of the entry that stands for it now."""
    return {code: root_of(code, into) for code in into}
