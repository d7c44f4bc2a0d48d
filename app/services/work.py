"""The unit of work, opened by the door and shared by all services of one request or command.

`with house.work() as work:` opens a database session for reading, `house.work(writing=True)` one that
begins with `BEGIN IMMEDIATE`. Services stage changes on `work.session`; the door calls `work.commit()`
once, and only then is the caller told yes. Leaving the block without a commit rolls back.

The one exception is the audit of reading (`services.audit.record_reading`): it opens `new_session()`,
commits at once, and is done before the first byte of the answer leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.orm import Session

from app.domain.access import LabelScheme
from app.domain.admission import AccountRules
from app.domain.clock import Clock, Identifiers
from app.extraction.annexes import AnnexCleaner
from app.extraction.extractor import Extractor
from app.fonts.cabinet import FontCabinet
from app.mail.mail_room import MailRoom
from app.search.engine import SearchEngine
from app.signatures.seals import Seal
from app.storage.originals import OriginalStore


@dataclass(slots=True)
class Work:
    """Everything a use case may touch. `audit` of changes is written through `services.audit`."""

    session: Session
    clock: Clock
    ids: Identifiers
    labels: LabelScheme
    search: SearchEngine
    originals: OriginalStore
    extractor: Extractor
    annexes: AnnexCleaner
    fonts: FontCabinet
    organisation: str
    """The name on papers; empty = the product's."""
    new_session: Callable[[], Session]
    """A fresh session that begins with BEGIN IMMEDIATE, for the audit of reading only."""
    mail: MailRoom
    seal: Seal
    rules: AccountRules
    base_url: str = ""
    """What links in mails begin with."""
    wake_worker: Callable[[], None] = field(default=lambda: None)

    def commit(self) -> None:
        """Make the whole unit durable, then wake the worker for the job rows it wrote."""
        self.session.commit()
        self.wake_worker()


class OpenWork(Protocol):
    """How long use cases (jobs, import) open one work after the other: `House.work`."""

    def __call__(self, *, writing: bool = False) -> AbstractContextManager[Work]:
        """A unit of work that rolls back what was not committed."""
        ...
