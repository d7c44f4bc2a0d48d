"""Ed25519 with the `cryptography` library: one key in one private file, made at its first use.

The key never enters a backup: whoever steals a backup must not be able to sign an end of the trail.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from app.domain.errors import Misconfigured

KEY_BYTES = 32
KEY_ID_CHARACTERS = 16
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key that signs. `public_key` are its 32 bytes."""

    public_key: bytes
    _private: Ed25519PrivateKey

    @property
    def key_id(self) -> str:
        return key_id(self.public_key)

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature; the same message gives the same ones."""
        return self._private.sign(message)


def load_or_make(path: Path) -> Signer:
    """The signer whose key is in the file; a new key is made where there is none.

    Raises Misconfigured when the file is not a key.
    """
    try:
        seed = path.read_bytes()
    except FileNotFoundError:
        seed = _made(path)
    except OSError as error:
        raise Misconfigured(f"{path} cannot be read: {error.strerror}.") from error
    if len(seed) != KEY_BYTES:
        raise Misconfigured(
            f"{path} is not a signing key. Move it away; a new one is made at the next checkpoint."
        )
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return Signer(private.public_key().public_bytes_raw(), private)


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is the key's own, of exactly this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(public_key: bytes) -> str:
    """A short name for a public key, to be compared by eye."""
    return hashlib.sha256(public_key).hexdigest()[:KEY_ID_CHARACTERS]


def _made(path: Path) -> bytes:
    """Write a new key beside and link it in: of two that begin at once, one key remains."""
    path.parent.mkdir(mode=_FOLDER_MODE, exist_ok=True)
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _FILE_MODE)
    with open(descriptor, "wb") as target:
        target.write(seed)
        target.flush()
        os.fsync(target.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        beside.unlink()
    return seed
