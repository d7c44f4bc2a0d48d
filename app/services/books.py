"""A book from a build: records through the owner's gate, annexes cleaned, everything set. Open `make`.

Records are gone through twice: read once for their facts and for the characters that stand in them, then set
one after the other, so that the texts of two thousand letters are never in memory together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from app.db import briefing_store, build_store, files
from app.db.authorities import authorities
from app.db.build_store import StoredBuild
from app.db.catalogue import Catalogue
from app.db.record_batches import iter_views
from app.domain.access import AccessLabel, join_labels
from app.domain.briefings import Audience, Briefing, Depth, Section, packed
from app.domain.build_changes import since
from app.domain.builds import BuildState, BuiltRecord, Progress, Step
from app.domain.coalitions import by_date
from app.domain.dates import CalendarDate
from app.domain.dossiers import Dossier
from app.domain.errors import NotFound
from app.domain.masking import Mask, all_public, masked
from app.domain.parties import PartyDirectory
from app.domain.principals import Principal
from app.domain.records import PartyCode, RecordId
from app.domain.views import FileView, RecordView, RelatedRecord
from app.domain.vocabularies import FileRole
from app.domain.wording import said, said_many
from app.extraction.annexes import CleanedAnnex
from app.pdf.book.binding import bound
from app.pdf.book.plan import Annex, Book, Earlier
from app.pdf.book.together import with_annexes
from app.pdf.characters import characters_of
from app.pdf.frame import Imprint
from app.pdf.speech import say, tongue
from app.services.briefing_selection import clearance_of
from app.services.work import Work

NOT_ALL_THERE = said(
    "Not every text of it may be read any more. Open the briefing, look at its selection and build it again."
)
Tell = Callable[[Progress], None]
MOST_ANNEX_BYTES = 500_000_000
TOO_MUCH = said("The originals of this book are too large together, so this one is not bound in.")


@dataclass(frozen=True, slots=True)
class MadeBook:
    """A finished book."""

    content: bytes
    pages: int
    label: AccessLabel
    revisions: Mapping[RecordId, int]
    """Of the records, as they were set."""


def make(
    principal: Principal,
    work: Work,
    found: StoredBuild,
    briefing: Briefing,
    folder: Path,
    tell: Tell,
) -> MadeBook:
    """The book of a build, as this principal may read it now. `folder` holds cleaned annexes meanwhile.

    Raises NotFound when a record of the build may not be read any more, and when its audience may not read
    all of it any more. What `tell` raises ends it.
    """
    return _Maker(principal, work, found, briefing, folder, tell).make()


@dataclass(slots=True)
class _Read:
    """What the first pass over the records found."""

    views: list[RecordView] = field(default_factory=list)
    characters: set[str] = field(default_factory=set)
    files: list[tuple[RecordView, FileView]] = field(default_factory=list)
    digest: Any = field(default_factory=hashlib.sha256)


class _Maker:
    def __init__(
        self,
        principal: Principal,
        work: Work,
        found: StoredBuild,
        briefing: Briefing,
        folder: Path,
        tell: Tell,
    ) -> None:
        self._principal, self._work, self._found = principal, work, found
        self._briefing, self._folder, self._tell = briefing, folder, tell
        self._gate = Catalogue(work.session, principal.clearance, work.labels)
        self._depths = dict(found.records)

    def make(self) -> MadeBook:
        read = self._read()
        floor = self._work.labels.parse_or_intake(self._found.floor)
        label = join_labels((view.label for view in read.views), floor)
        self._check_audience(label)
        annexes, cleaned = self._annexes(read)
        book = self._book(read, label, annexes)
        result = bound(book, self._work.fonts, self._tell)
        content = result.content
        if result.slots:
            self._tell(Progress(Step.BINDING, 0, len(cleaned), result.pages))
            content = with_annexes(content, result.slots, cleaned)
        return MadeBook(content, result.pages, label, {one.id: one.revision for one in read.views})

    def _read(self) -> _Read:
        """The first pass: facts, characters, files; the texts themselves are let go."""
        read, count = _Read(), len(self._depths)
        for number, view in enumerate(self._views(), start=1):
            depth = self._depths[view.id]
            if depth is Depth.FULL:
                read.characters |= characters_of(view.text)
            read.characters |= characters_of(view.description)
            read.characters |= characters_of(
                [tongue().language_name(tag) for tag in view.description.languages]
            )
            light = replace(view, text="", files=())
            if depth is Depth.ANNEX:
                read.files += [(light, one) for one in view.files]
            read.digest.update(f"{view.id} {view.revision}\n".encode())
            read.views.append(light)
            self._tell(Progress(Step.READING, number, count))
        if len(read.views) != count:
            raise NotFound(NOT_ALL_THERE)
        return read

    def _views(self) -> Iterator[RecordView]:
        """Each record as the book may print it: with or without the names that are not public in it."""
        for view in iter_views(
            self._gate, list(self._depths), with_texts=True, with_files=True, batch=50
        ):
            yield as_printed(view) if self._briefing.masks_persons else as_it_stands(view)

    def _letters(self, titles: Mapping[RecordId, str]) -> Iterator[RecordView]:
        """The second pass: those that have a page, in the order of the selection. `titles` as printed."""
        for view in self._views():
            if self._depths[view.id] is not Depth.FACTS:
                related = tuple(_titled(one, titles) for one in view.relations)
                yield replace(view, relations=related, page_label=view.label)

    def _check_audience(self, label: AccessLabel) -> None:
        audience = clearance_of(self._work, self._briefing.audience)
        if audience is not None:
            reader = replace(self._principal, clearance=audience)
            if not reader.may_read(label):
                raise NotFound(said("The audience may not read all of it any more."))

    def _annexes(self, read: _Read) -> tuple[list[Annex], list[Path | None]]:
        """The files, each cleaned one on disk until it is bound in."""
        annexes: list[Annex] = []
        cleaned: list[Path | None] = []
        if Section.ANNEXES not in self._briefing.sections:
            return annexes, cleaned
        room = MOST_ANNEX_BYTES
        for number, (view, file) in enumerate(read.files):
            self._tell(Progress(Step.ANNEXES, number, len(read.files)))
            one = self._cleaned(file)
            is_about = file.role is FileRole.SOURCE
            room -= len(one.pdf or b"")
            if one.pdf is None or room < 0:
                text = self._text_of(view, file)
                read.characters |= characters_of(text)
                annexes.append(Annex(view, file.name, 0, one.reason or TOO_MUCH, text, is_about))
                cleaned.append(None)
                continue
            kept = self._folder / f"{number}.pdf"
            kept.write_bytes(one.pdf)
            hides = _hides(view)
            annexes.append(
                Annex(view, file.name, one.pages, is_about_it=is_about, names_persons=hides)
            )
            cleaned.append(kept)
        return annexes, cleaned

    def _cleaned(self, file: FileView) -> CleanedAnnex:
        with self._work.originals.local_path(file.sha256) as path:
            return self._work.annexes.clean(path, file.media_type)

    def _text_of(self, view: RecordView, file: FileView) -> str:
        text = "\n\n".join(text for _, text in files.pages_of(self._gate, file.id))
        if not self._briefing.masks_persons:
            return text
        described = self._gate.record(view.id).description  # as it stands, with the names to mask
        return Mask.of(described).text(text)

    def _book(self, read: _Read, label: AccessLabel, annexes: list[Annex]) -> Book:
        known = authorities(self._work.session)
        total = read.views[0].readable_total if read.views else self._gate.total()
        dossier = Dossier(
            subject=self._briefing.title,
            records=tuple(sorted(read.views, key=by_date)),
            label=label,
            readable_total=total,
            parties=known.parties,
            groupings=known.groupings,
            total=len(read.views),
        )
        party = self._principal.clearance.party
        return Book(
            briefing=self._briefing,
            dossier=dossier,
            depths=self._depths,
            imprint=self._imprint(read, label, total),
            made_by=self._principal.display_name,
            raised_by=_raised_by(read.views, label, self._work.labels.bottom),
            own_party=PartyCode(party) if party else None,
            audience=audience_in_words(self._briefing.audience, known.parties),
            letters=partial(self._letters, {one.id: one.description.title for one in read.views}),
            counts_all=not self._briefing.audience.is_chosen,
            characters=frozenset(read.characters),
            annexes=tuple(annexes),
            earlier=self._earlier(read.views, label),
        )

    def _imprint(self, read: _Read, label: AccessLabel, total: int) -> Imprint:
        read.digest.update(repr(packed(self._briefing)).encode())
        return Imprint(
            title=said("Briefing book"),
            organisation=self._work.organisation,
            reference="",
            label=label,
            reader=self._principal.display_name,
            printed_at=self._found.begun_at,
            copy_number=0,
            copies=None,
            revision=0,
            readable_total=total,
            content_sha256=read.digest.hexdigest(),
            emergency="",
            colophon=self._colophon(total),
            base_url=self._work.base_url,
            running=self._briefing.title,
        )

    def _colophon(self, total: int) -> tuple[str, str]:
        """When it was built, and how much its maker may read: the last not in a book for somebody else."""
        at = self._found.begun_at
        day = tongue().date(CalendarDate.parse(at.date().isoformat()), short=True)
        based = said_many(
            "Based on the {number} text this reader may read",
            "Based on the {number} texts this reader may read",
            total,
        )
        moment = f"{day} {at:%H:%M} UTC"
        if self._briefing.audience.is_chosen:
            return moment, ""
        return f"{moment} \N{MIDDLE DOT} {say(based)}", ""

    def _earlier(self, views: list[RecordView], label: AccessLabel) -> Earlier | None:
        """The book of this briefing before, where every record of it may still be read.

        What was left out since is named only where this book's marking covers it.
        """
        builds = build_store.of_briefing(self._gate, self._found.briefing_id, self._work.labels)
        before = next(
            (
                build
                for build, _ in builds
                if build.state is BuildState.DONE and build.begun_at < self._found.begun_at
            ),
            None,
        )
        if before is None:
            return None
        now = tuple(BuiltRecord(one.id, one.reference, one.revision) for one in views)
        told = since(before.records, now, (before.briefing, self._briefing))
        labels = briefing_store.labels_of(self._gate, [one.id for one in told.removed])
        covered = tuple(
            one for one in told.removed if one.id in labels and label.dominates(labels[one.id])
        )
        return Earlier(before.begun_at, replace(told, removed=covered))


def as_printed(view: RecordView) -> RecordView:
    """The record without the names of those that are not public in it, in its text and files too."""
    mask = Mask.of(view.description)
    if not mask.hides:
        return view
    return replace(
        view,
        description=masked(view.description),
        as_registered=None,
        text=mask.text(view.text),
        files=tuple(replace(one, name=mask.text(one.name)) for one in view.files),
    )


def as_it_stands(view: RecordView) -> RecordView:
    """The record with every name, because whoever makes the book decided so."""
    return replace(view, description=all_public(view.description), as_registered=None)


def _titled(one: RelatedRecord, titles: Mapping[RecordId, str]) -> RelatedRecord:
    """A related text of the book under the title that the book gives it."""
    if one.record is None or one.record.id not in titles:
        return one
    return replace(one, record=replace(one.record, title=titles[one.record.id]))


def _hides(view: RecordView) -> bool:
    return any(not one.is_public_here for one in view.description.persons)


def audience_in_words(audience: Audience, parties: PartyDirectory) -> str:
    """For whom, as the cover says it."""
    if audience.account:
        return audience.account
    if not audience.clearance:
        return ""
    cleared = said("cleared to {label}", label=audience.clearance.replace("/", " · "))
    if not audience.party:
        return cleared
    name = parties.name_today(PartyCode(audience.party))
    return said("{cleared}, serving {party}", cleared=cleared, party=name)


def _raised_by(views: list[RecordView], label: AccessLabel, bottom: AccessLabel) -> tuple[str, ...]:
    """The records that bring the highest level; nobody where everything is at the bottom."""
    if label.level == bottom.level:
        return ()
    return tuple(view.reference for view in views if view.label.level == label.level)
