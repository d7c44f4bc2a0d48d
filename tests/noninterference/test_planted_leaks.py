"""Each planted leak is caught. A suite that lets one through proves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.noninterference.comparing import first_difference
from tests.noninterference.leaks import (
    admission,
    asking,
    authorities,
    handing_out,
    marking,
    reading,
    registering,
    retention,
    saving,
    suggesting,
    taking_away,
)
from tests.noninterference.leaks.planted import LEAKS, Leak
from tests.noninterference.plans import telling_plan

ALL_LEAKS = (
    *LEAKS,
    *asking.LEAKS,
    *admission.LEAKS,
    *authorities.LEAKS,
    *marking.LEAKS,
    *reading.LEAKS,
    *registering.LEAKS,
    *handing_out.LEAKS,
    *retention.LEAKS,
    *saving.LEAKS,
    *suggesting.LEAKS,
    *taking_away.LEAKS,
)


@pytest.mark.parametrize("leak", ALL_LEAKS, ids=lambda leak: leak.__name__)
def test_planted_leak_is_caught(
    leak: Leak, memory_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak(monkeypatch)
    assert first_difference(memory_folder, telling_plan(), getattr(leak, "told_at", "")) is not None
