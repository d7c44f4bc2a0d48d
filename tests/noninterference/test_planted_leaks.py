"""Each planted leak is caught. A suite that lets one through proves nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.noninterference.comparing import Pair, differences
from tests.noninterference.leaks import (
    admission,
    asking,
    authorities,
    briefing,
    building,
    handing_out,
    marking,
    reading,
    registering,
    reporting,
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
    *briefing.LEAKS,
    *building.LEAKS,
    *marking.LEAKS,
    *reading.LEAKS,
    *registering.LEAKS,
    *handing_out.LEAKS,
    *reporting.LEAKS,
    *retention.LEAKS,
    *saving.LEAKS,
    *suggesting.LEAKS,
    *taking_away.LEAKS,
)


def test_without_a_leak_nothing_tells(sound_pair: Pair, memory_folder: Path) -> None:
    """In the plan in which every planted leak has something to tell."""
    with closing(sound_pair.copied(memory_folder)) as pair:
        assert list(differences(pair)) == []


@pytest.mark.parametrize("leak", ALL_LEAKS, ids=lambda leak: leak.__name__)
def test_planted_leak_is_caught(
    leak: Leak, sound_pair: Pair, memory_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak(monkeypatch)
    if getattr(leak, "tells_from_the_start", False):
        pair = Pair.build(memory_folder, telling_plan())
    else:
        pair = sound_pair.copied(memory_folder)
    with closing(pair):
        assert next(differences(pair, getattr(leak, "told_at", "")), None) is not None
