"""The one family of errors. Raised below, caught only at the doors, mapped to answers in one table.

A message says what the person can do; it never holds a title, a name, a query or a token of
a record that the reader may not see.
"""

from __future__ import annotations

from app.domain.wording import Wording, said


class ChanceryError(Exception):
    """Anything Chancery refuses on purpose. A plain sentence becomes a wording, so that pages can say
    it in the reader's language."""

    def __init__(self, message: str = "") -> None:
        self.words = message if isinstance(message, Wording) else Wording(message)
        super().__init__(self.words)


class NotFound(ChanceryError):
    """Nothing here that this reader may read: hidden and absent alike."""


class NotPermitted(ChanceryError):
    """The role does not include this action (never raised because of a label: that is NotFound)."""


class NotSignedIn(ChanceryError):
    """The action needs an account and nobody is signed in."""


class InvalidInput(ChanceryError):
    """A value cannot be taken. `field` names the input it belongs to."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message: str = self.words


class Conflict(ChanceryError):
    """Somebody else changed the same thing first."""


class QuerySyntaxError(ChanceryError):
    """A query cannot be read. `position` counts characters from 1; None where it is not one place."""

    was_stopped = False

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.message: str = self.words
        self.position = position


class QueryTooCostly(QuerySyntaxError):
    """A query can be read, but its answer took longer than anybody should wait, and was stopped."""

    was_stopped = True

    def __init__(self) -> None:
        super().__init__(
            said(
                "This search took too long and was stopped; nothing of it is shown. Leave out words "
                "that are everywhere, and the signs *, ? and ~."
            )
        )


class TooManyAttempts(ChanceryError):
    """Throttled; `retry_after_s` says when to come back."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            said(
                "Too many attempts. Wait {retry_after_s} seconds and try again.",
                retry_after_s=retry_after_s,
            )
        )
        self.retry_after_s = retry_after_s


class Unavailable(ChanceryError):
    """A part that is needed does not answer (audit cannot be written, search is down)."""

    def __init__(self, service: str, message: str) -> None:
        super().__init__(message)
        self.service = service
        self.message: str = self.words


class Misconfigured(ChanceryError):
    """A setting, a folder or the database forbids to start; the message says what to do."""
