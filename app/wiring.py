"""The only place that names concrete engines, stores and queues.

`build_house(settings)` puts the parts together once per process; a door opens a unit of work with
`house.work()` (reading) or `house.work(writing=True)` and hands it to a service.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from app.db.base import make_engine, reading_sessions, writing_sessions
from app.domain.clock import Clock, Identifiers, RandomIdentifiers, SystemClock
from app.domain.errors import Misconfigured
from app.extraction.annex_sandbox import SandboxedAnnexCleaner
from app.extraction.annexes import AnnexCleaner
from app.extraction.extractor import Extractor
from app.extraction.sandbox import SandboxedExtractor
from app.fonts.cabinet import FontCabinet
from app.mail.mail_room import ClosedMailRoom, MailRoom
from app.mail.outbox import FolderMailRoom
from app.mail.smtp import SmtpMailRoom
from app.search.engine import SearchEngine
from app.search.tantivy_engine import TantivyEngine
from app.search.whoosh_engine import WhooshEngine
from app.services.work import Work
from app.signatures.seals import Seal
from app.storage.local import LocalOriginals
from app.storage.originals import OriginalStore
from config import MailSettings, Settings

PRIVATE_FOLDER = 0o700
PRIVATE_UMASK = 0o077


def _nobody() -> None:
    """Nobody to wake: another process, or the next start, will find the job rows."""


@dataclass(slots=True)
class House:
    """The parts of one process. `wake_worker` is set by the worker that runs in the same process."""

    settings: Settings
    clock: Clock
    ids: Identifiers
    engine: Engine
    search: SearchEngine
    originals: OriginalStore
    extractor: Extractor
    annexes: AnnexCleaner
    fonts: FontCabinet
    mail: MailRoom
    seal: Seal
    _reading: sessionmaker[Session]
    _writing: sessionmaker[Session]
    made: tuple[Path, ...] = ()
    """Folders and the key that were not there before this process: a home nobody has used."""
    wake_worker: Callable[[], None] = field(default=_nobody)

    @contextmanager
    def work(self, *, writing: bool = False) -> Iterator[Work]:
        """A unit of work; rolls back what was not committed when the block is left."""
        sessions = self._writing if writing else self._reading
        with sessions() as session:
            yield Work(
                session=session,
                clock=self.clock,
                ids=self.ids,
                labels=self.settings.label_scheme,
                search=self.search,
                originals=self.originals,
                extractor=self.extractor,
                annexes=self.annexes,
                fonts=self.fonts,
                organisation=self.settings.organisation,
                new_session=self._writing,
                mail=self.mail,
                seal=self.seal,
                rules=self.settings.account_rules,
                base_url=self.settings.base_url,
                wake_worker=self.wake_worker,
            )

    def close(self) -> None:
        """Let go of the database's connections."""
        self.engine.dispose()

    def unmake(self) -> None:
        """Take away what this process made of the home, as far as nothing was put into it since."""
        self.close()
        for path in reversed(self.made):
            with suppress(OSError):  # whatever holds something by now stays
                path.unlink() if path.is_file() else path.rmdir()


def build_house(
    settings: Settings, *, clock: Clock | None = None, ids: Identifiers | None = None
) -> House:
    """Put the parts together. Makes the private folders; touches neither database nor index.

    Raises Misconfigured for a folder that cannot be made and a database that cannot be reached so.
    Whatever this process writes from now on is its owner's alone: SQLite would let others read.
    """
    os.umask(PRIVATE_UMASK)
    folders = (settings.home, settings.documents_dir, settings.index_dir)
    made = [path for folder in folders for path in _make_private(folder)]
    key_file = settings.signing_key_file
    made += [path for path in (key_file.parent, key_file) if not path.exists()]
    engine = make_engine(settings.database_url)
    return House(
        settings=settings,
        clock=clock or SystemClock(),
        ids=ids or RandomIdentifiers(),
        engine=engine,
        search=_search_engine(settings),
        originals=LocalOriginals(settings.documents_dir),
        extractor=SandboxedExtractor(
            settings.extraction_memory_bytes, settings.extraction_timeout_s
        ),
        annexes=SandboxedAnnexCleaner(
            settings.extraction_memory_bytes, settings.extraction_timeout_s
        ),
        fonts=FontCabinet(settings.font_cuts_dir, settings.font_dir),
        mail=_mail_room(settings.mail),
        seal=Seal(settings.signing_key()),
        _reading=reading_sessions(engine),
        _writing=writing_sessions(engine),
        made=tuple(made),
    )


def _make_private(folder: Path) -> list[Path]:
    """Returns what had to be made, outermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(
            f"The folder {folder} cannot be made: {error.strerror}. "
            "Set CHANCERY_HOME (or CHANCERY_DOCUMENTS, CHANCERY_INDEX) to one that can."
        ) from error
    return missing[::-1]


def _search_engine(settings: Settings) -> SearchEngine:
    if settings.search_cluster is not None:
        # Its client takes a third of a second to load, which nobody else should wait for.
        from app.search.opensearch_engine import OpenSearchEngine

        return OpenSearchEngine(settings.search_cluster)
    if settings.search_engine == "tantivy":
        return TantivyEngine(settings.index_dir)
    return WhooshEngine(settings.index_dir)


def _mail_room(mail: MailSettings) -> MailRoom:
    if mail.folder is not None:
        return FolderMailRoom(mail.folder, mail.sender)
    if not mail.host:
        return ClosedMailRoom()
    return SmtpMailRoom(
        mail.host,
        mail.port,
        security=mail.security,
        user=mail.user,
        password=mail.password,
        sender=mail.sender or f"chancery@{mail.host}",
    )
