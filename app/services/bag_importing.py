"""Taking in a bag that another Chancery handed over: validated whole first, then record by record.

Open `import_bag`. A record is known again by the key it has in the house it came from, so the same bag
twice adds nothing; a bag that comes home adds nothing either. A label that is not known in this house goes
to intake, or to the label of the command; a label that is known is never lowered by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.db.catalogue import Catalogue
from app.domain.errors import InvalidInput
from app.domain.principals import Action, Principal
from app.domain.records import FileDraft, RecordId
from app.importers.bag import OpenedBag
from app.importers.described import Described, DescribedFile
from app.importers.rows import ImportedRow, Problem, Severity
from app.services import importing
from app.services.importing import ImportRequest, ImportResult
from app.services.work import OpenWork

FORMAT = "bag"
CHECKING, TAKING = "Checking the bag", "Taking records in"

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


def import_bag(
    principal: Principal,
    open_work: OpenWork,
    request: ImportRequest,
    *,
    largest_file_bytes: int,
    on_progress: Progress = lambda _stage, _done, _of: None,
) -> ImportResult:
    """Take a bag in. Raises InvalidInput("file") for a bag that is damaged, before anything is taken.

    Each batch is durable once counted. In a dry run nothing is written, no original either.
    """
    principal.require(Action.REGISTER)
    with OpenedBag(request.path) as bag:
        bag.check(lambda done, of: on_progress(CHECKING, done, of))
        total = sum(1 for _ in bag.records())  # each of them can be read
        taking = _Taking(principal, open_work, request, bag, largest_file_bytes)
        result = importing.import_rows(
            principal,
            open_work,
            request,
            taking.rows(),
            lambda done: on_progress(TAKING, done, total),
        )
    result.unchanged += taking.at_home
    return result


@dataclass(slots=True)
class _Taking:
    """The rows of a bag, their originals put into the store on the way."""

    principal: Principal
    open_work: OpenWork
    request: ImportRequest
    bag: OpenedBag
    largest_file_bytes: int
    at_home: int = 0
    """Records that this house itself had handed over."""

    def rows(self) -> Iterator[ImportedRow]:
        for number, found in self.bag.records():
            if self._is_at_home(found.identifier):
                self.at_home += 1
                continue
            files = tuple(self._file(one) for one in found.files)
            yield self._row(number, replace(found, draft=replace(found.draft, files=files)))

    def _is_at_home(self, identifier: str) -> bool:
        with self.open_work() as work:
            catalogue = Catalogue(work.session, self.principal.clearance, work.labels)
            return bool(catalogue.keys([RecordId(identifier)]))

    def _row(self, number: int, found: Described) -> ImportedRow:
        """A label that is not known here gives way to the command's; without one, to intake."""
        with self.open_work() as work:
            labels = work.labels
        problems: tuple[Problem, ...] = ()
        label_text = found.label_text
        if self.request.label is not None:
            try:
                labels.parse(label_text)
            except InvalidInput as error:
                reason = f"{error.message} The record got {self.request.label}."
                told = Problem(number, found.identifier, "label", reason, Severity.NOTED)
                problems, label_text = (told,), ""
        return ImportedRow(
            number,
            found.identifier,
            found.draft,
            label_text,
            problems,
            found.notes,
            found.series_code,
        )

    def _file(self, one: DescribedFile) -> FileDraft:
        """Put the bytes into the store. Raises InvalidInput when they are not those described."""
        if self.request.is_dry_run:
            return one.file
        with self.bag.open(one.path, self.largest_file_bytes) as stream, self.open_work() as work:
            stored = work.originals.put(stream, self.largest_file_bytes)
        if (stored.sha256, stored.size_bytes) != (one.file.sha256, one.file.size_bytes):
            raise InvalidInput("file", f"{one.path} is not the file that its record describes.")
        return one.file
