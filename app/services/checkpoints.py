"""Signing the end of the audit trail, sending it outside, and checking what was sent earlier.

Open `make`. The key is in `instance/audit_key`, made at its first use and never part of a backup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.db import audit_store, checkpoint_store
from app.domain.audit_chain import ChainHead, moment_text
from app.domain.checkpoints import Checkpoint, statement
from app.domain.errors import Conflict, InvalidInput, Unavailable
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services.work import OpenWork, Work
from app.signatures import ed25519
from app.signatures.ed25519 import Signer
from app.storage import outside
from config import Settings

KEY_FILE = "audit_key"
Place = TypeVar("Place")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of the key: give it to whoever is to check signatures."""

    key_id: str
    public_key: bytes


def public_key(settings: Settings) -> PublicKey:
    """The public key of this installation; a key is made where there is none."""
    signer = _signer(settings)
    return PublicKey(signer.key_id, signer.public_key)


def make(principal: Principal, open_work: OpenWork, settings: Settings) -> Checkpoint | None:
    """Sign the end of the trail, keep it and send it. None for an empty trail.

    Where nothing was written since the last one, that one is given again. What could not be sent is
    sent with the next. Raises Unavailable("checkpoints") when something has not left the machine.
    """
    principal.require(Action.READ_AUDIT)
    made = _signed(open_work, _signer(settings))
    send(open_work, settings)
    return made


def send(open_work: OpenWork, settings: Settings) -> int:
    """Send every checkpoint that has not left the machine yet. Returns how many went."""
    if not has_outside(settings):
        return 0
    with open_work() as work:
        waiting = checkpoint_store.unsent(work.session)
    for one in waiting:
        _send(settings, one)
        with open_work(writing=True) as work:
            checkpoint_store.mark_sent(work.session, [one.head.sequence], work.clock.now())
            work.session.commit()
    return len(waiting)


def has_outside(settings: Settings) -> bool:
    """Whether checkpoints go anywhere but into the database that they are to vouch for."""
    return bool(settings.checkpoint_file or settings.checkpoint_syslog)


def latest(work: Work) -> Checkpoint | None:
    """The last checkpoint, for papers and exports: it holds counts and hashes, nothing of a record."""
    return checkpoint_store.latest(work.session)


def kept(work: Work) -> list[Checkpoint]:
    """Those that stand in the database itself."""
    return checkpoint_store.all_of_them(work.session)


def read_file(path: Path) -> list[Checkpoint]:
    """The checkpoints of a file kept outside; lines that are none are refused with their number."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("checkpoints", f"{path} cannot be read.") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(Checkpoint.from_json(line))
        except InvalidInput as error:
            raise InvalidInput("checkpoints", f"Line {number}: {error.message}") from error
    return found


def checked(noted: Iterable[Checkpoint], trusted: Sequence[bytes] = ()) -> list[ChainHead]:
    """The ends that checkpoints vouch for, after their signatures. Raises InvalidInput for a wrong one.

    `trusted` are the public keys to accept; empty accepts each checkpoint's own, which is enough where
    the checkpoints themselves were kept out of reach.
    """
    heads = []
    for one in noted:
        is_trusted = not trusted or one.public_key in trusted
        is_own_name = ed25519.key_id(one.public_key) == one.key_id
        if not is_trusted or not is_own_name:
            raise InvalidInput(
                "checkpoints", f"The checkpoint of entry {one.head.sequence} is by another key."
            )
        if not ed25519.is_signed(one.public_key, one.statement, one.signature):
            raise InvalidInput(
                "checkpoints", f"The checkpoint of entry {one.head.sequence} is not signed rightly."
            )
        heads.append(one.head)
    return heads


def _signer(settings: Settings) -> Signer:
    return ed25519.load_or_make(settings.home / "instance" / KEY_FILE)


def _signed(open_work: OpenWork, signer: Signer) -> Checkpoint | None:
    with open_work(writing=True) as work:
        head = audit_store.head(work.session)
        known = checkpoint_store.latest(work.session)
        if known is not None:
            _check_continues(work, known, head)
        if head.sequence == 0 or (known is not None and known.head == head):
            return known
        moment = moment_text(work.clock.now())
        made = Checkpoint(
            head,
            moment,
            signer.key_id,
            signer.public_key,
            signer.sign(statement(head, moment, signer.key_id)),
        )
        checkpoint_store.add(work.session, made)
        work.session.commit()
    return made


def _check_continues(work: Work, known: Checkpoint, head: ChainHead) -> None:
    """Raise Conflict when the trail is no continuation of what was signed last: nothing is signed."""
    signed = known.head
    if head.sequence < signed.sequence or (
        audit_store.hash_at(work.session, signed.sequence) != signed.hash
    ):
        raise Conflict(
            said(
                "The audit trail does not continue from its checkpoint of entry {entry}; nothing "
                "was signed. Keep the database as it is and tell the security officer.",
                entry=signed.sequence,
            )
        )


def _send(settings: Settings, checkpoint: Checkpoint) -> None:
    """To every place that is set; a place that fails does not keep the other from getting it."""
    line = checkpoint.to_json()
    failures: list[Unavailable] = []
    if settings.checkpoint_file is not None:
        failures += _trouble(outside.append_line, settings.checkpoint_file, line)
    if settings.checkpoint_syslog:
        failures += _trouble(outside.send_to_syslog, settings.checkpoint_syslog, line)
    if failures:
        raise failures[0]


def _trouble(say: Callable[[Place, str], None], place: Place, line: str) -> list[Unavailable]:
    try:
        say(place, line)
    except Unavailable as failure:
        return [failure]
    return []
