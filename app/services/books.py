"""A book from a build: records through the owner's gate, annexes cleaned, everything set. Open `make`.

Records are gone through twice: read once for their facts and for the characters that stand in them, then set
one after the other, so that the texts of two thousand letters are never in memory together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.db import build_store, files
from app.db.authorities import authorities
from app.db.build_store import StoredBuild
from app.db.catalogue import Catalogue
from app.db.record_batches import iter_views
from app.domain.access import AccessLabel, join_labels
from app.domain.briefings import Audience, Briefing, Depth, Section, packed
from app.domain.builds import BuildState, BuiltRecord, Progress, Step, since
from app.domain.coalitions import by_date
from app.domain.dates import CalendarDate
from app.domain.dossiers import Dossier
from app.domain.errors import NotFound
from app.domain.principals import Principal
from app.domain.records import PartyCode
from app.domain.views import FileView, RecordView
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


@dataclass(frozen=True, slots=True)
class MadeBook:
    """A finished book."""

    content: bytes
    pages: int
    label: AccessLabel


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
            content = with_annexes(content, result.slots, [one.pdf for one in cleaned])
        return MadeBook(content, result.pages, label)

    def _read(self) -> _Read:
        """The first pass: facts, characters, files; the texts themselves are let go."""
        read, count = _Read(), len(self._depths)
        for number, view in enumerate(self._views(), start=1):
            depth = self._depths[view.id]
            if depth in (Depth.FULL, Depth.ANNEX):
                read.characters |= characters_of(view.text if depth is Depth.FULL else "")
            read.characters |= characters_of(view.description)
            read.characters |= characters_of(
                [tongue().language_name(tag) for tag in view.description.languages]
            )
            if depth is Depth.ANNEX:
                read.files += [(view, one) for one in view.files]
            read.digest.update(f"{view.id} {view.revision}\n".encode())
            read.views.append(replace(view, text="", files=()))
            self._tell(Progress(Step.READING, number, count))
        if len(read.views) != count:
            raise NotFound(NOT_ALL_THERE)
        return read

    def _views(self) -> Iterator[RecordView]:
        return iter_views(
            self._gate, list(self._depths), with_texts=True, with_files=True, batch=50
        )

    def _letters(self) -> Iterator[RecordView]:
        """The second pass: those that have a page, in the order of the selection."""
        return (view for view in self._views() if self._depths[view.id] is not Depth.FACTS)

    def _check_audience(self, label: AccessLabel) -> None:
        audience = clearance_of(self._work, self._briefing.audience)
        if audience is not None:
            reader = replace(self._principal, clearance=audience)
            if not reader.may_read(label):
                raise NotFound(said("The audience may not read all of it any more."))

    def _annexes(self, read: _Read) -> tuple[list[Annex], list[CleanedAnnex]]:
        annexes, cleaned = [], []
        if Section.ANNEXES not in self._briefing.sections:
            return [], []
        for number, (view, file) in enumerate(read.files):
            self._tell(Progress(Step.ANNEXES, number, len(read.files)))
            with self._work.originals.local_path(file.sha256) as path:
                one = self._work.annexes.clean(path, file.media_type)
            text = "" if one.pdf else self._text_of(file)
            read.characters |= characters_of(text)
            annexes.append(Annex(view, file.name, one.pages, one.reason, text))
            cleaned.append(one)
        return annexes, cleaned

    def _text_of(self, file: FileView) -> str:
        return "\n\n".join(text for _, text in files.pages_of(self._gate, file.id))

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
            audience=audience_in_words(self._briefing.audience),
            letters=self._letters,
            characters=frozenset(read.characters),
            annexes=tuple(annexes),
            earlier=self._earlier(read.views),
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
        at = self._found.begun_at
        day = tongue().date(CalendarDate.parse(at.date().isoformat()), short=True)
        based = said_many(
            "Based on the {number} text this reader may read",
            "Based on the {number} texts this reader may read",
            total,
        )
        return f"{day} {at:%H:%M} UTC \N{MIDDLE DOT} {say(based)}", ""

    def _earlier(self, views: list[RecordView]) -> Earlier | None:
        """The book of this briefing before, where every record of it may still be read."""
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
        day = CalendarDate.parse(before.begun_at.date().isoformat())
        return Earlier(day, since(before.records, now))


def audience_in_words(audience: Audience) -> str:
    """For whom, as the cover says it."""
    if audience.account:
        return audience.account
    if not audience.clearance:
        return ""
    cleared = said("cleared to {label}", label=audience.clearance.replace("/", " · "))
    if not audience.party:
        return cleared
    return said("{cleared}; {party}", cleared=cleared, party=audience.party)


def _raised_by(views: list[RecordView], label: AccessLabel, bottom: AccessLabel) -> tuple[str, ...]:
    """The records that bring the highest level; nobody where everything is at the bottom."""
    if label.level == bottom.level:
        return ()
    return tuple(view.reference for view in views if view.label.level == label.level)
