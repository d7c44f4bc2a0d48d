"""Copies of a book: numbered through all builds of a briefing, stamped for whom they are, sealed on request.

Open `make_copies`. The register of copies is the table of their rows; what they say stands on every page of
the copy itself (`pdf/copies.py`).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.db import build_store
from app.domain.builds import LONGEST_RECIPIENT, BuildState, Progress, Step
from app.domain.errors import Conflict, InvalidInput
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.languages.tongue import Tongue
from app.pdf.copies import encrypted, new_password, stamped
from app.pdf.speech import speaking
from app.services import audit, builds
from app.services.work import OpenWork, Work

MADE = "briefing copy made"
LIMIT_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class SealedCopy:
    """An encrypted copy. The password is shown once; nothing of it is kept."""

    number: int
    password: str


def make_copies(
    open_work: OpenWork,
    principal: Principal,
    build_id: str,
    recipients: Sequence[str],
    content: bytes,
    tell: Callable[[Progress], None],
) -> None:
    """A copy for each of the recipients. Safe to run twice: who has a copy of this build gets no other."""
    with open_work() as work:
        found = build_store.stored(work.session, build_id)
        have = build_store.recipients_with_copies(work.session, build_id)
    if found is None:
        return
    waiting = [name for name in recipients if name not in have]
    for at, name in enumerate(waiting):
        tell(Progress(Step.COPIES, at, len(waiting)))
        with open_work(writing=True) as work:
            number = build_store.next_number(work.session, found.briefing_id)
            is_first = number - at == 1 + len(recipients) - len(waiting)
            of = len(recipients) if is_first else 0  # later books carry on, and have no end
            _make(principal, work, found, number, of, name, content, password="")
            work.session.commit()


def make_copy(
    principal: Principal,
    work: Work,
    build_id: str,
    recipient: str,
    *,
    is_encrypted: bool,
    after: str = "",
) -> SealedCopy:
    """Stage one more copy. `after`: how many the book had when it was asked for; empty for however many.

    Raises NotFound; InvalidInput("recipient"); Conflict before the book is done, and where it has more or
    fewer copies by now: the same was sent twice, or somebody else made one.
    """
    principal.require(Action.MAKE_BRIEFINGS)
    builds.refuse_emergency(principal)
    name = " ".join(recipient.split())
    if not name or len(name) > LONGEST_RECIPIENT:
        raise InvalidInput(
            "recipient",
            said("Write for whom it is, in at most {most} characters.", most=LONGEST_RECIPIENT),
        )
    build = builds.one(principal, work, build_id)
    found = build_store.stored(work.session, build_id)
    if found is None or build.state is not BuildState.DONE or not build.sha256:
        raise Conflict(said("The book is not built yet."))
    if after and after != str(len(build.copies)):
        raise Conflict(
            said(
                "Nothing was made now: a copy has been made since this page was shown, by you or by somebody "
                "else. It stands in the register; make another where one is wanted."
            )
        )
    with work.originals.open(build.sha256, build.size_bytes) as stream:
        content = stream.read()
    number = build_store.next_number(work.session, build.briefing_id)
    password = new_password() if is_encrypted else ""
    _make(principal, work, found, number, 0, name, content, password)
    return SealedCopy(number, password)


def _make(
    principal: Principal,
    work: Work,
    found: build_store.StoredBuild,
    number: int,
    of: int,
    recipient: str,
    content: bytes,
    password: str,
) -> None:
    with speaking(Tongue(str(found.spec["language"]))):
        copy = stamped(
            content,
            work.fonts,
            number=number,
            copies=of or None,
            recipient=recipient,
            marking=found.label,
        )
    if password:
        copy = encrypted(copy, password)
    stored = work.originals.put(io.BytesIO(copy), LIMIT_BYTES)
    copy_id = work.ids.new_id("briefing copy", f"{found.briefing_id} {number}")
    build_store.add_copy(
        work.session,
        {
            "public_id": copy_id,
            "build_id": found.key,
            "briefing_public_id": found.briefing_id,
            "number": number,
            "of": of,
            "recipient": recipient,
            "made_at": work.clock.now(),
            "made_by": principal.display_name,
            "sha256": stored.sha256,
            "size_bytes": stored.size_bytes,
            "is_encrypted": bool(password),
        },
    )
    audit.record_change(principal, work, MADE, [copy_id, found.id], {"copy": str(number)})
