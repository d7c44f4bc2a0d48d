"""Passwords: what a new one must be, how it is kept, how one is made.

The rule follows NIST SP 800-63B-4: length is what counts (15 to 128 characters, any script, spaces
welcome), no composition rules, no expiry, and a refusal of what is guessed first: common words, walks
over a keyboard, the alphabet and numbers in order, repetitions, and words of the context (the product,
the organisation, the person), also with the usual signs for letters. Kept as Argon2id.
"""

from __future__ import annotations

import base64
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.domain.errors import InvalidInput, Unavailable
from app.domain.wording import said

SHORTEST, LONGEST = 15, 128
_MEMORY_KIB, _PASSES, _LANES = 19 * 1024, 2, 1
_HASHES_AT_ONCE = 2
_PATIENCE_S = 20
_HASHER = PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)
_SEATS = threading.BoundedSemaphore(_HASHES_AT_ONCE)
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is read as something else
_GROUPS, _GROUP_LENGTH = 4, 5
_OWN_CHARACTERS = 8
_COMMON_WORDS = re.split(
    r"\s+",
    "password passwort motdepasse contrasena senha parola letmein welcome iloveyou administrator "
    "admin secret changeme default master dragon monkey football baseball superman trustno sunshine "
    "princess whatever correct horse battery staple winter spring summer autumn monday january hello "
    "login user test temp pass word love chancery register archive diplomatic embassy consulate "
    "ministry foreign affairs letter letters statement joint confidential restricted official public",
)
_ROWS = (
    *("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm"),
    *("abcdefghijklmnopqrstuvwxyz", "01234567890"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm", "147258369", "159357"),
)
"""What fingers and habits do by themselves, forwards and backwards: rows and columns of keyboards,
the alphabet, digits, the walks over a number pad."""
_SHORTEST_WALK = 4
_SIGNS = str.maketrans("@4301!$5789+", "aaeolissptgt")  # what people write for letters


def check_new(password: str, context: Iterable[str] = ()) -> None:
    """Raise InvalidInput("password") with what to do when this may not become a password."""
    text = _normal(password)
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise InvalidInput("password", "Control characters cannot be part of a password.")
    if not SHORTEST <= len(text) <= LONGEST:
        raise InvalidInput(
            "password",
            said(
                "A password has {shortest} to {longest} characters. Several words in a row do well.",
                shortest=SHORTEST,
                longest=LONGEST,
            ),
        )
    if _is_repetition(text.casefold()):
        raise InvalidInput("password", "This repeats a few characters. Choose several words.")
    folded, words = text.casefold(), tuple(context)
    if any(
        len(_without_what_is_known(form, words)) < _OWN_CHARACTERS
        for form in (folded, folded.translate(_SIGNS))
    ):
        raise InvalidInput(
            "password",
            "This is made of common words, keys in a row, your name or Chancery's. "
            "Add words of your own.",
        )


def is_same(one: str, other: str) -> bool:
    """True when both are the same password, however the keyboards wrote it."""
    return _normal(one) == _normal(other)


def hashed(password: str) -> str:
    """The Argon2id hash to keep. About 35 ms; at most two at once."""
    with _seat():
        return _HASHER.hash(_normal(password))


def matches(password_hash: str, password: str) -> bool:
    """True when the password belongs to the hash. Takes as long when it does not."""
    text = _normal(password)
    if len(text) > LONGEST:
        text = ""  # never a password, and as quick to refuse as any other
    with _seat():
        try:
            return _HASHER.verify(password_hash, text)
        except (VerificationError, InvalidHashError):
            return False


def needs_rehash(password_hash: str) -> bool:
    """True when the hash was made with other costs than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def hash_of_nobody() -> str:
    """A hash that no password belongs to, with today's costs: verified for names nobody has."""
    salt, digest = (
        base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (_HASHER.salt_len, _HASHER.hash_len)
    )
    costs = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


def generate() -> str:
    """A new password of four groups, 99 random bits, easy to read out and to type."""
    groups = (
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)


@contextmanager
def _seat() -> Iterator[None]:
    """Hashing takes memory and a core on purpose: a rush of sign-ins waits in line."""
    if not _SEATS.acquire(timeout=_PATIENCE_S):
        raise Unavailable("sign-in", "Too many people are signing in. Try again in a minute.")
    try:
        yield
    finally:
        _SEATS.release()


def _normal(password: str) -> str:
    """One form for what different keyboards write differently (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _is_repetition(text: str) -> bool:
    return any(
        text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1)
    )


def _without_what_is_known(text: str, context: Iterable[str]) -> str:
    """The characters of one's own: without known words, walks and one character again and again."""
    own = [word for phrase in context for word in re.split(r"[\W_]+", _normal(phrase).casefold())]
    words = [word for word in (*own, *_COMMON_WORDS) if len(word) > 2]
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    text = re.sub(r"(.)\1{2,}|(19|20)\d\d", " ", text)
    return "".join(re.split(r"[\W_]+", _without_walks(text)))


def _without_walks(text: str) -> str:
    """Every stretch of four or more characters that follows a row, either way, taken out."""
    kept, start = [], 0
    while start < len(text):
        end = start + _SHORTEST_WALK
        if not _is_walk(text[start:end]):
            kept.append(text[start])
            start += 1
            continue
        while end < len(text) and _is_walk(text[start : end + 1]):
            end += 1
        kept.append(" ")
        start = end
    return "".join(kept)


def _is_walk(stretch: str) -> bool:
    return len(stretch) >= _SHORTEST_WALK and any(
        stretch in row or stretch[::-1] in row for row in _ROWS
    )
