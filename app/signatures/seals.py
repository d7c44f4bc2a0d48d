"""Sealing short secrets that must be read again: the secrets of second factors.

AES-256-GCM with a key derived (HKDF-SHA-256) from the installation's secret key, and bound to the
account it belongs to: a sealed secret moved to another row does not open. Another secret key opens
nothing; then the factors have to be set up anew.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import Unavailable

_NONCE_BYTES = 12
_KEY_BYTES = 32
_PURPOSE = b"chancery second factor 1"


class Seal:
    """Seals and opens with one key."""

    def __init__(self, secret_key: str) -> None:
        derive = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
        self._cipher = AESGCM(derive.derive(secret_key.encode()))

    def sealed(self, secret: bytes, owner: str) -> bytes:
        """The secret for the database; the same one never looks the same twice."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, owner.encode())

    def opened(self, sealed: bytes, owner: str) -> bytes:
        """What was sealed for this owner. Raises Unavailable("second factor")."""
        nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, body, owner.encode())
        except (InvalidTag, ValueError) as error:
            raise Unavailable(
                "second factor",
                "Codes cannot be checked now. Use a recovery code, or ask your security officer "
                "to reset your second factor.",
            ) from error
