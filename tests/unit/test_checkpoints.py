"""Checkpoints: read as they were written, signed by one key, and whatever is done to a trail is found."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.audit_chain import (
    START_HASH,
    AuditEntry,
    ChainHead,
    StoredEntry,
    next_hash,
    verify,
)
from app.domain.checkpoints import Checkpoint, statement
from app.domain.errors import InvalidInput, Misconfigured
from app.services import checkpoints
from app.signatures import ed25519
from tests.houses import NOON
from tests.tampering import KINDS, a_trail, dice, tampered


def a_checkpoint(signer: ed25519.Signer, head: ChainHead) -> Checkpoint:
    said = statement(head, "2026-11-23T12:00:00.000000+00:00", signer.key_id)
    return Checkpoint(
        head,
        "2026-11-23T12:00:00.000000+00:00",
        signer.key_id,
        signer.public_key,
        signer.sign(said),
    )


@pytest.fixture
def signer(tmp_path: Path) -> ed25519.Signer:
    return ed25519.load_or_make(tmp_path / "instance" / "audit_key")


HEAD = ChainHead(7, bytes(range(32)))


def test_a_checkpoint_is_read_as_it_was_written(signer: ed25519.Signer) -> None:
    made = a_checkpoint(signer, HEAD)
    assert Checkpoint.from_json(made.to_json()) == made
    assert Checkpoint.from_json(f"Nov 23 12:00:00 host chancery: {made.to_json()}") == made


def test_its_signature_is_checked(signer: ed25519.Signer) -> None:
    made = a_checkpoint(signer, HEAD)
    assert checkpoints.checked([made], [signer.public_key]) == [HEAD]
    for forged in (
        replace(made, head=ChainHead(6, HEAD.hash)),
        replace(made, head=ChainHead(7, START_HASH)),
        replace(made, moment="2026-11-23T12:00:01.000000+00:00"),
        replace(made, signature=bytes(64)),
        replace(made, key_id="0" * 16),
    ):
        with pytest.raises(InvalidInput):
            checkpoints.checked([forged])


def test_another_key_is_not_accepted(signer: ed25519.Signer, tmp_path: Path) -> None:
    other = ed25519.load_or_make(tmp_path / "other" / "audit_key")
    made = a_checkpoint(other, HEAD)
    assert checkpoints.checked([made]) == [HEAD]
    with pytest.raises(InvalidInput):
        checkpoints.checked([made], [signer.public_key])


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "instance" / "audit_key"
    first, second = ed25519.load_or_make(path), ed25519.load_or_make(path)
    assert first.public_key == second.public_key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"short")
    with pytest.raises(Misconfigured):
        ed25519.load_or_make(path)


@pytest.mark.parametrize(
    "line", ["", "{", "{}", "[]", '{"format":"chancery-checkpoint-1"}', "null"]
)
def test_a_line_that_is_no_checkpoint_is_refused(line: str) -> None:
    with pytest.raises(InvalidInput):
        Checkpoint.from_json(line)


def test_a_file_says_which_line_is_wrong(tmp_path: Path, signer: ed25519.Signer) -> None:
    path = tmp_path / "checkpoints.jsonl"
    path.write_text(f"{a_checkpoint(signer, HEAD).to_json()}\n\nnoise\n")
    with pytest.raises(InvalidInput, match="Line 3"):
        checkpoints.read_file(path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hundred_random_tamperings_of_each_kind_are_all_found(kind: str) -> None:
    chosen = dice(kind)
    trail, head, noted = a_trail(60, chosen)
    assert verify(trail, head, checkpoints=noted).is_whole
    for _ in range(100):
        changed, new_head = tampered(trail, head, kind, chosen)
        assert not verify(changed, new_head, checkpoints=noted).is_whole


def test_checkpoints_that_contradict_each_other_are_found() -> None:
    trail, head, noted = a_trail(10, dice(1))
    wrong = ChainHead(noted[0].sequence, bytes(32))
    assert not verify(trail, head, checkpoints=[*noted, wrong]).is_whole


def test_a_head_that_was_rewritten_with_its_chain_needs_a_checkpoint_to_be_found() -> None:
    entry = AuditEntry.of(1, NOON, ("", "nobody"), "forged", [], {})
    forged = [StoredEntry(entry, START_HASH, next_hash(START_HASH, entry))]
    head = ChainHead(1, forged[0].hash)
    assert verify(forged, head).is_whole
    assert not verify(forged, head, checkpoints=[ChainHead(1, bytes(32))]).is_whole
