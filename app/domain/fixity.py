"""Fixity: whether an original is still, byte for byte, what was registered. PREMIS calls it that too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

CHECK_WITHIN = timedelta(days=30)
"""Every original is read and compared at least so often."""


class FixityResult(Enum):
    SOUND = "sound"
    DAMAGED = "damaged"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FixityCheck:
    """What the last check of one original found, and since when it is so."""

    sha256: str
    checked_at: datetime
    result: FixityResult
    since: datetime

    @property
    def is_sound(self) -> bool:
        return self.result is FixityResult.SOUND
