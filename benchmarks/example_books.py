"""Books to look at page by page: from the demo archive in English, French and Arabic, and from real data.

    .venv/bin/python benchmarks/example_books.py [--to build/examples]

Makes a home of its own in a temporary folder, loads the demo archive, and builds each book as a draft's page
does: a job of the worker, through the gate of a demo account. Where the data folder is there, a fourth book
holds sixty FRUS records in full text. Prints where each is, and what poppler says of it when it is installed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.domain.briefings import Briefing, Depth, Pick, Section
from app.domain.principals import Principal
from app.domain.records import RecordId, SourceKey
from app.domain.searches import FacetFilter, FacetName, SearchRequest, SortOrder
from app.services import accounts, briefing_drafts, builds, demonstration, registration, search
from app.services.importing import ImportRequest, import_file, importing_principal
from app.wiring import House
from app.worker import run_pending_jobs
from tests.houses import a_house

DATA = ROOT.parent / "shared" / "data" / "frus_volumes.jsonl.gz"
READER = "a.linden"
RECORDS_IN_FULL = 60
MOST = 40


@dataclass(frozen=True, slots=True)
class Example:
    """One book. `words` are title, subtitle, occasion, for whom, and what people wrote of two sections."""

    name: str
    language: str
    words: tuple[str, str, str, str, str, str]
    paper: str = "a4"

    def briefing(self, picks: tuple[Pick, ...]) -> Briefing:
        title, subtitle, occasion, prepared_for, argument, line = self.words
        return Briefing(
            title,
            subtitle,
            occasion,
            "2026-12-01",
            prepared_for,
            "CHN",
            picks=picks,
            texts={Section.ARGUMENTS: argument, Section.PRESS_LINE: line},
            language=self.language,
            paper=self.paper,
        )


EXAMPLES = (
    Example(
        "minister-of-public-security",
        "en",
        (
            "Meeting with the Minister of Public Security of China",
            "Joint letters on lawyers, detention and Xinjiang, since 2016",
            "Bilateral meeting, Beijing",
            "The Minister",
            (
                "We were one of several who wrote in 2017, and asked for four things.\n\nNone of them has "
                "been answered on paper. Ask which of them can be answered now."
            ),
            "We raise such cases in confidence, and shall go on doing so.",
        ),
    ),
    Example(
        "ministre-securite-publique",
        "fr",
        (
            "Entretien avec le ministre chinois de la Sécurité publique",
            "Lettres communes sur les avocats, la détention et le Xinjiang, depuis 2016",
            "Entretien bilatéral, Pékin",
            "Le Ministre",
            (
                "Nous étions parmi les onze qui ont écrit en 2017 et demandé quatre choses.\n\nAucune n’a "
                "reçu de réponse écrite. Demander à laquelle il peut être répondu maintenant."
            ),
            "Nous évoquons ces cas de manière confidentielle, et continuerons de le faire.",
        ),
    ),
    Example(
        "wazir-al-amn-al-amm",
        "ar",
        (
            "لقاء مع وزير الأمن العام الصيني",
            "رسائل مشتركة بشأن المحامين والاحتجاز وشينجيانغ منذ عام 2016",
            "لقاء ثنائي، بكين",
            "الوزير",
            "كنّا من بين من كتبوا في عام 2017 وطلبوا أربعة أمور.\n\nلم يُجَب عن أيٍّ منها كتابةً.",
            "نثير هذه الحالات بسرّية وسنواصل ذلك.",
        ),
        paper="letter",
    ),
)


def build(house: House, reader: Principal, briefing: Briefing, copies_for: str) -> bytes:
    """The book, and a numbered copy of it as its bytes."""
    with house.work(writing=True) as work:
        draft = briefing_drafts.begin(reader, work, briefing)
        work.commit()
    with house.work(writing=True) as work:
        build_id = builds.begin(reader, work, draft, copies_for)
        work.commit()
    run_pending_jobs(house)
    with house.work() as work:
        done = builds.one(reader, work, build_id)
        if not done.sha256:
            raise SystemExit(f"{briefing.title}: {done.state.value}. {done.error}")
        with builds.fetch_copy(reader, work, build_id, done.copies[0].number).stream as stream:
            return stream.read()


def about_china(house: House, reader: Principal) -> tuple[Pick, ...]:
    """Texts of the demo archive about China, oldest first; the letter of 2017 in full with its files."""
    asked = SearchRequest(
        filters=(FacetFilter(FacetName.TARGET, "CHN"),), sort=SortOrder.OLDEST, page_size=MOST
    )
    with house.work() as work:
        page = search.search(reader, work, asked)
    return tuple(Pick(hit.summary.id, _depth(hit.summary.title)) for hit in page.hits[:MOST])


def _depth(title: str) -> Depth:
    return Depth.ANNEX if "eleven missions" in title else Depth.SUMMARY


def filed_records(house: House, folder: Path) -> list[RecordId]:
    """Real records, imported as public ones."""
    principal = importing_principal(house.settings.label_scheme)
    some = folder / DATA.with_suffix("").name
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        some.write_text("".join(islice(lines, RECORDS_IN_FULL)), encoding="utf-8")
    with house.work() as work:
        request = ImportRequest(some, folder, label=work.labels.bottom)
    import_file(principal, house.work, request)
    rows = [json.loads(line) for line in some.read_text(encoding="utf-8").splitlines()]
    keys = [SourceKey(row["source"], row["id"]) for row in rows]
    with house.work() as work:
        found = [registration.find_source_key(principal, work, key) for key in keys]
    return [one.id for one in found if one is not None]


def tell(path: Path) -> None:
    """Where it is, and what poppler says of it."""
    print(f"\n{path} ({path.stat().st_size / 1000:.0f} KB)")
    if shutil.which("pdfinfo") is None:
        print("pdfinfo is not installed; nothing more is told.")
        return
    for command in (["pdfinfo"], ["pdffonts"]):
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=True)
        print(done.stdout.rstrip())
    done = subprocess.run(
        ["pdfinfo", "-struct", str(path)], capture_output=True, text=True, check=True
    )
    roles = [line.split()[0] for line in done.stdout.splitlines() if line.strip()]
    counted = {role: roles.count(role) for role in sorted(set(roles))}
    print("structure:", ", ".join(f"{role} {count}" for role, count in counted.items()))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "examples")
    folder: Path = parser.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    started = datetime.now().astimezone()
    with tempfile.TemporaryDirectory(prefix="chancery-examples-") as home:
        house = a_house(Path(home) / "home")
        with house.work(writing=True) as work:
            demonstration.load(work)
            work.commit()
        run_pending_jobs(house)
        with house.work() as work:
            reader = accounts.principal_for(work, READER)
        picks = about_china(house, reader)
        for one in EXAMPLES:
            path = folder / f"{one.name}.pdf"
            path.write_bytes(build(house, reader, one.briefing(picks), "The private office"))
            tell(path)
        if DATA.is_file():
            real = tuple(Pick(one, Depth.FULL) for one in filed_records(house, Path(home)))
            path = folder / "sixty-records-in-full.pdf"
            briefing = Briefing("Sixty records in full", picks=real, masks_persons=False)
            path.write_bytes(build(house, reader, briefing, "The library"))
            tell(path)
        else:
            print(f"\n{DATA.name} is not here: no book of real records is made.")
        house.close()
    print(f"\nMade in {(datetime.now().astimezone() - started).total_seconds():.0f} s.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
