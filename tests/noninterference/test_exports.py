"""A registrar who may not read everything exports the same bytes as if the rest had never existed.

Readers cannot export, so the rounds of the other tests meet the same refusal in both worlds. Here a
registrar with the reader's clearance exports from the archive and from its twin, by the page itself.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from app.services import accounts, records
from tests.noninterference.comparing import Pair
from tests.noninterference.leaks.keeping import LEAKS, Leak
from tests.noninterference.plans import is_visible
from tests.noninterference.worlds import World
from tests.people import send

REGISTRAR = "registrar.one"


def exports_of(world: World, visible: list[str]) -> list[bytes]:
    """What the registrar gets for a search, for references, and for one that is not there."""
    client = world.registrar
    with world.house.work() as work:
        principal = accounts.principal_for(work, REGISTRAR)
        references = [
            records.read_record(principal, work, world.ids[name]).reference for name in visible
        ]
    asked = (
        {"references": "\n".join(references), "query": ""},
        {"references": "", "query": "detention"},
        {"references": "", "query": "zanzibarium"},
        {"references": "JL-2017-0000F", "query": ""},
    )
    answers = [send(client, "/hand-over", "/hand-over", **form) for form in asked]
    assert [answer.status_code for answer in answers] == [200, 200, 400, 400]
    return [answers[0].data, answers[1].data]


def exports_of_both(sound: Pair, folder: Path) -> tuple[list[bytes], list[bytes]]:
    visible = [one.name for one in sound.plan.records if is_visible(one)]
    with closing(sound.copied(folder)) as pair:
        return exports_of(pair.archive, visible), exports_of(pair.other, visible)


def test_an_export_does_not_depend_on_what_is_hidden(sound_pair: Pair, memory_folder: Path) -> None:
    mine, twins = exports_of_both(sound_pair, memory_folder)
    assert mine == twins


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
def test_a_leak_in_exporting_is_caught(
    leak: Leak, sound_pair: Pair, memory_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak(monkeypatch)
    mine, twins = exports_of_both(sound_pair, memory_folder)
    assert mine != twins
