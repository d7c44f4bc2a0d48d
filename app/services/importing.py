"""Taking a file of records in: streamed, in batches that commit by themselves, repeatable at will.

Open `import_file`. What was committed before an interruption is found again by its source key and
left alone, so starting again ends in the same state. A row that cannot be taken in is written to the
report file and stops nothing. A document that the register holds with another content is never
overwritten: it is reported, and a registrar decides. Formats are in `importers/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.db import series_store
from app.db.authorities import authorities
from app.db.catalogue import Catalogue
from app.domain.access import EVERY_PARTY, AccessLabel, LabelScheme
from app.domain.errors import InvalidInput
from app.domain.fingerprint import fingerprint
from app.domain.parties import PartyDirectory
from app.domain.principals import Action, Principal
from app.domain.records import Draft, SealedNoteDraft, SourceKey
from app.domain.wording import said
from app.importers.reading import SourceFile
from app.importers.registry import FORMATS, importer_for
from app.importers.rows import ImportedRow, NoteText, Problem, Severity
from app.services import accounts, registration, series
from app.services.import_report import ImportReport
from app.services.registration import Outcome, check_parties
from app.services.work import OpenWork, Work

__all__ = ["FORMATS", "ImportProgress", "ImportRequest", "ImportResult", "import_file"]

BATCH_RECORDS = 100
BATCH_CHARACTERS = 2_000_000
REASON = said("Imported")


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to take in. `label` None: rows without a marking of their own go to intake."""

    path: Path
    reports_folder: Path
    format_name: str | None = None
    label: AccessLabel | None = None
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is; bytes are those on disk."""

    bytes_read: int
    bytes_total: int
    records: int


@dataclass(slots=True)
class ImportResult:
    """What became of the rows. `by_label` counts new records by the label they got."""

    added: int = 0
    unchanged: int = 0
    changed: int = 0
    withdrawn: int = 0
    refused: int = 0
    problems: int = 0
    """Lines of the report; a row may have several."""
    by_label: dict[str, int] = field(default_factory=dict)
    stopped: str = ""
    """Why the file could not be read to its end; empty when it was."""
    report: Path | None = None

    @property
    def records(self) -> int:
        """Rows that are or would be in the register now."""
        return self.added + self.unchanged + self.changed + self.withdrawn


def import_file(
    principal: Principal,
    open_work: OpenWork,
    request: ImportRequest,
    on_progress: Callable[[ImportProgress], None] = lambda _: None,
) -> ImportResult:
    """Take a file in; each batch is durable once counted. Holds one batch in memory.

    Raises NotPermitted, and InvalidInput when the file cannot be opened, has no known format, or the
    principal is not cleared for the label. Damage further in ends the import and is told in `stopped`.
    """
    principal.require(Action.REGISTER)
    importer = importer_for(request.path.name, request.format_name)
    with open_work() as work:
        parties, labels = authorities(work.session).parties, work.labels
    _check_label(principal, request.label, parties)
    result = ImportResult()
    with SourceFile(request.path) as source, _report(request) as report:
        taking = _Taking(principal, open_work, request, report, result, labels, parties)
        try:
            for row in importer.rows(source, parties):
                taking.take(row)
                if taking.is_full:
                    taking.commit()
                    on_progress(_progress(source, result))
        except InvalidInput as error:
            result.stopped = error.message
        taking.commit()
        on_progress(_progress(source, result))
        result.report = report.path
    return result


def import_rows(
    principal: Principal,
    open_work: OpenWork,
    request: ImportRequest,
    rows: Iterable[ImportedRow],
    on_batch: Callable[[int], None] = lambda _records: None,
) -> ImportResult:
    """As `import_file`, for rows that were read elsewhere; `on_batch` is told how many are done."""
    principal.require(Action.REGISTER)
    with open_work() as work:
        parties, labels = authorities(work.session).parties, work.labels
    _check_label(principal, request.label, parties)
    result = ImportResult()
    with _report(request) as report:
        taking = _Taking(principal, open_work, request, report, result, labels, parties)
        for row in rows:
            taking.take(row)
            if taking.is_full:
                taking.commit()
                on_batch(result.records)
        taking.commit()
        on_batch(result.records)
        result.report = report.path
    return result


def importing_principal(labels: LabelScheme) -> Principal:
    """Who a command imports as: the system, which finds again what it took in for any party."""
    system = accounts.system_principal(labels)
    return replace(system, clearance=replace(system.clearance, party=EVERY_PARTY))


@dataclass(slots=True)
class _Taking:
    """The batch in hand and what is counted."""

    principal: Principal
    open_work: OpenWork
    request: ImportRequest
    report: ImportReport
    result: ImportResult
    labels: LabelScheme
    parties: PartyDirectory
    batch: list[tuple[int, Draft, str]] = field(default_factory=list)
    """Line, draft, and the id of the series it goes into; empty for none."""
    series_ids: Mapping[str, str] | None = None
    """Of this house, by code; read when the first row names a series."""
    characters: int = 0
    seen: set[SourceKey] = field(default_factory=set)
    """Keys met in a dry run, where nothing is written that could be found again."""

    @property
    def is_full(self) -> bool:
        return len(self.batch) >= BATCH_RECORDS or self.characters >= BATCH_CHARACTERS

    def take(self, row: ImportedRow) -> None:
        """Put a row's draft into the batch, its problems into the report."""
        for problem in row.problems:
            self._tell(problem)
        is_refused = any(one.severity is Severity.REFUSED for one in row.problems)
        self.result.refused += is_refused
        if row.draft is None or is_refused:
            return
        notes = row.draft.sealed_notes or tuple(self._note(row, note) for note in row.notes)
        draft = replace(row.draft, label=self._label(row), sealed_notes=notes)
        self.batch.append((row.line, draft, self._series_id(row)))
        self.characters += len(row.draft.text)

    def commit(self) -> None:
        """Register the batch in one transaction and count what became of it."""
        batch, self.batch, self.characters = self.batch, [], 0
        if not batch:
            return
        for (line, draft, _), outcome in zip(batch, self._register(batch), strict=True):
            self._count(line, draft, outcome)

    def _register(self, batch: Sequence[tuple[int, Draft, str]]) -> Sequence[Outcome]:
        drafts = [draft for _, draft, _ in batch]
        with self.open_work(writing=not self.request.is_dry_run) as work:
            if self.request.is_dry_run:
                return self._outcomes(work, drafts)
            done = registration.register_many(self.principal, work, drafts, reason=REASON)
            for one, (_, _, series_id) in zip(done, batch, strict=True):
                if series_id and one.outcome is Outcome.NEW:
                    series.put(self.principal, work, one.id, series_id, REASON)
            work.commit()
            return [one.outcome for one in done]

    def _outcomes(self, work: Work, drafts: Sequence[Draft]) -> Sequence[Outcome]:
        """What registering would come to, with nothing written."""
        catalogue = Catalogue(work.session, self.principal.clearance, work.labels)
        keys = [draft.source_key for draft in drafts if draft.source_key]
        known = catalogue.sources(keys)
        outcomes = []
        for draft in drafts:
            match = known.get(draft.source_key) if draft.source_key else None
            if match is None:
                is_repeated = draft.source_key in self.seen
                outcomes.append(Outcome.UNCHANGED if is_repeated else Outcome.NEW)
            elif match.is_withdrawn:
                outcomes.append(Outcome.WITHDRAWN)
            else:
                is_same = match.fingerprint == fingerprint(draft)
                outcomes.append(Outcome.UNCHANGED if is_same else Outcome.CHANGED)
            if draft.source_key:
                self.seen.add(draft.source_key)
        return outcomes

    def _label(self, row: ImportedRow) -> AccessLabel | None:
        """The row's own marking joined with the command's; None becomes the intake label."""
        if not row.label_text:
            return self.request.label
        try:
            own = self.labels.parse(row.label_text)
            _check_label(self.principal, own, self.parties)
        except InvalidInput as error:
            reason = f"{error.message} The record goes to intake."
            self._tell(Problem(row.line, row.identifier, "label", reason, Severity.NOTED))
            return None
        return own.join(self.request.label) if self.request.label else own

    def _series_id(self, row: ImportedRow) -> str:
        """The series of this house with the row's code; none is begun for it, since its rule needs an
        authority here."""
        if not row.series_code:
            return ""
        if self.series_ids is None:
            with self.open_work() as work:
                known = series_store.all_series(work.session)
            self.series_ids = {one.code: one.id for one in known}
        found = self.series_ids.get(row.series_code, "")
        if not found:
            reason = f"There is no series {row.series_code} here. The record stands in none."
            self._tell(Problem(row.line, row.identifier, "series", reason, Severity.NOTED))
        return found

    def _note(self, row: ImportedRow, note: NoteText) -> SealedNoteDraft:
        """A sealed note under its own label; one that cannot be read here is intake's."""
        try:
            label = self.labels.parse(note.label_text)
            _check_label(self.principal, label, self.parties)
        except InvalidInput as error:
            reason = f"{error.message} The sealed note goes to intake."
            self._tell(Problem(row.line, row.identifier, "label", reason, Severity.NOTED))
            label = self.labels.intake
        return SealedNoteDraft(note.kind, note.text, label)

    def _count(self, line: int, draft: Draft, outcome: Outcome) -> None:
        result = self.result
        if outcome is Outcome.NEW:
            result.added += 1
            label = str(draft.label or self.labels.intake)
            result.by_label[label] = result.by_label.get(label, 0) + 1
        elif outcome is Outcome.UNCHANGED:
            result.unchanged += 1
        elif outcome is Outcome.WITHDRAWN:
            result.withdrawn += 1
        else:
            result.changed += 1
            identifier = draft.source_key.identifier if draft.source_key else ""
            self._tell(Problem(line, identifier, "record", _CHANGED, Severity.NOTED))

    def _tell(self, problem: Problem) -> None:
        self.report.write(problem)
        self.result.problems = self.report.lines


_CHANGED = (
    "The register holds this document with another content. It was left as it is: "
    "compare the two and amend the record."
)


def _report(request: ImportRequest) -> ImportReport:
    return ImportReport(request.reports_folder, request.path.name)


def _check_label(principal: Principal, label: AccessLabel | None, parties: PartyDirectory) -> None:
    if label is None:
        return
    if not principal.may_read(label):
        raise InvalidInput("label", f"{label} is a label that you are not cleared for.")
    check_parties(label, parties)


def _progress(source: SourceFile, result: ImportResult) -> ImportProgress:
    return ImportProgress(source.position_bytes, source.size_bytes, result.records)
