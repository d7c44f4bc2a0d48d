"""The report of an import: one JSON line for each problem, beside nothing else, readable by its owner.

It names lines, ids, fields and reasons; never titles or texts. A report of an earlier import of the same
file is replaced; without a problem there is no report.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Self, TextIO

from app.domain.errors import Unavailable
from app.importers.rows import Problem

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class ImportReport:
    """To be opened with `with`; `path` stays None until the first problem, `lines` counts them."""

    def __init__(self, folder: Path, source_name: str) -> None:
        self._target = folder / f"{source_name}.problems.jsonl"
        self._file: TextIO | None = None
        self.path: Path | None = None
        self.lines = 0

    def __enter__(self) -> Self:
        self._target.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, problem: Problem) -> None:
        """Add a problem. Raises Unavailable("reports") when the disk refuses."""
        try:
            if self._file is None:
                self._file = self._open()
            self._file.write(_line(problem))
            self.lines += 1
        except OSError as error:
            raise Unavailable("reports", f"{self._target} cannot be written.") from error

    def _open(self) -> TextIO:
        self._target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        descriptor = os.open(self._target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        self.path = self._target
        return os.fdopen(descriptor, "w", encoding="utf-8", buffering=1)


def _line(problem: Problem) -> str:
    row = {
        "line": problem.line,
        "id": problem.identifier,
        "field": problem.field,
        "severity": problem.severity.value,
        "reason": problem.reason,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"
