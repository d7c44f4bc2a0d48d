"""An archive with a little of everything, and what a test of keeping asks of one."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from app.db.backup_copy import digest_of
from app.db.catalogue import Catalogue
from app.domain.access import Clearance, may_read
from app.domain.principals import Principal, Role
from app.domain.records import FileDraft, RecordId, RelationDraft, SealedNoteDraft
from app.domain.vocabularies import RelationKind
from app.services import registration
from app.services.importing import importing_principal
from app.services.keeper import keeper
from app.wiring import House, build_house
from tests.builders import SCHEME, a_draft
from tests.houses import DerivedIdentifiers, FrozenClock, a_house, settings_for, share_fonts
from tests.people import an_account

LABELS = ("Public", "Official", "Official/HR-CHN", "Official/REL CAN,GBR", "Secret/PEN")
READERS = (
    Clearance(SCHEME.level("Public")),
    Clearance(SCHEME.level("Official"), frozenset({"HR-CHN"}), "CAN"),
    Clearance(SCHEME.level("Official"), frozenset(), "JPN"),
    Clearance(SCHEME.level("Secret"), SCHEME.compartments, "GBR"),
)


def fill(house: House, number: int = 5, *, first: int = 0) -> list[RecordId]:
    """Register letters with files, notes and relations, one after the other in each label."""
    ids: list[RecordId] = []
    for at in range(first, first + number):
        with house.work(writing=True) as work:
            stored = work.originals.put(io.BytesIO(f"The letter {at}.".encode() * 50), 100_000)
            file = FileDraft(stored.sha256, stored.size_bytes, "text/plain", f"letter-{at}.txt")
            draft = a_draft(
                title=f"Letter {at}",
                label=LABELS[at % len(LABELS)],
                text=f"Text of letter {at}.",
                source=f"press:{at}",
                signed_by=["CAN", "JPN"],
                draft={
                    "files": (file,),
                    "sealed_notes": (
                        SealedNoteDraft("comment", f"sealed {at}", SCHEME.parse("Official/PEN")),
                    ),
                    "relations": (
                        (RelationDraft(RelationKind.REITERATES, to_source_key=f"press:{at - 1}"),)
                        if at
                        else ()
                    ),
                },
            )
            ids.append(registration.register(importing_principal(SCHEME), work, draft))
            work.commit()
    return ids


def an_archive(home: Path, clock: FrozenClock | None = None) -> House:
    """A house with letters and accounts."""
    house = a_house(home, clock=clock)
    an_account(house, "a.linden")
    an_account(house, "r.okafor", role=Role.REGISTRAR, level="Secret")
    fill(house)
    return house


def an_empty_home(home: Path, clock: FrozenClock | None = None) -> House:
    """A house whose home holds no database yet: what a backup is restored into."""
    settings = settings_for(home)
    house = build_house(settings, clock=clock or FrozenClock(), ids=DerivedIdentifiers())
    share_fonts(home)
    return house


def a_keeper() -> Principal:
    return keeper(SCHEME)


def readable_ids(house: House) -> list[list[RecordId]]:
    """For each of the readers, the ids of everything they may read."""
    found = []
    for clearance in READERS:
        with house.work() as work:
            gate = Catalogue(work.session, clearance, work.labels)
            found.append(sorted(gate.keys(_all_ids(house.settings.home / "chancery.db"))))
    return found


def readable_in_copy(database: Path) -> list[list[str]]:
    """The same for a database file that no house has opened, from its rows alone."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        rows = copy.execute(
            "SELECT record.public_id, access_cell.label FROM record "
            "JOIN access_cell ON access_cell.id = record.cell_id WHERE record.state = 'registered'"
        ).fetchall()
    return [
        sorted(one for one, label in rows if may_read(clearance, SCHEME.parse(label)))
        for clearance in READERS
    ]


def digest(house: House) -> str:
    return digest_of(house.engine)


def _all_ids(database: Path) -> Sequence[RecordId]:
    with sqlite3.connect(database) as connection:
        return [RecordId(one) for (one,) in connection.execute("SELECT public_id FROM record")]
