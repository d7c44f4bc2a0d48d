"""How fast a briefing book is set, beside bare ReportLab setting the same paragraphs with the same fonts.

    .venv/bin/python benchmarks/book.py [--large] [--records 200] [--scripts]

Books of FRUS records in full text: 200 (about 500 pages), and with `--large` 2,000 (about 5,000). Bare
ReportLab is platypus alone: one Paragraph for each of ours in one style, no contents, no index, no links, no
structure. Each runs in a process of its own, its fonts cut before the clock starts; memory is the peak of
that process. `--scripts` compares a book with Chinese and Arabic names in each letter with one without.
Prints a table; exits 1 when a goal is missed, 0 with a word where the data folder is absent.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Paragraph, SimpleDocTemplate

from app.domain.access import AccessLabel, Level
from app.domain.briefings import Briefing, Depth, Pick, Section
from app.domain.builds import Progress, Step
from app.domain.dates import CalendarDate, DatedFact
from app.domain.dossiers import Dossier
from app.domain.errors import InvalidInput
from app.domain.groupings import Groupings
from app.domain.masking import Mask
from app.domain.nothing import NOT_KNOWN
from app.domain.parties import PartyDirectory
from app.domain.records import Description, NamedPerson, RecordId
from app.domain.views import RecordView
from app.domain.vocabularies import RecordKind, RecordState
from app.fonts.cabinet import SERIF_REGULAR
from app.pdf.book.binding import bound
from app.pdf.book.letters import paragraphs
from app.pdf.book.plan import Book
from app.pdf.characters import characters_of
from app.pdf.faces import base_font
from app.pdf.frame import Imprint
from app.pdf.typography import MARGIN_PT, READING
from tests.printing import cabinet

DATA = ROOT.parent / "shared" / "data" / "frus_volumes.jsonl.gz"
LEAST_RATE = 0.60
MOST_MEGABYTES = 400
MOST_BYTES_OF_500 = 3_000_000
MOST_PAUSE_S = 1.0
MOST_SCRIPT_S, MOST_SCRIPT_BYTES = 1.0, 300_000
LARGE = 2_000
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OFFICIAL = AccessLabel(Level(1, "Official"))
NAMES = ("谢阳", "李和平", "王全璋", "江天勇", "رسالة مشتركة", "محمد بن سلمان", "العدل والحرية")


@dataclass(frozen=True, slots=True)
class Measured:
    seconds: float
    pages: int
    size_bytes: int
    megabytes: int
    longest_pause_s: float = 0.0

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


def views(count: int, names: tuple[str, ...] = ()) -> Iterator[RecordView]:
    """Real records in full text, from the first on; `names` are the persons named in each, in turn."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == count:
                return
            yield a_view(json.loads(line), number, names)


def a_view(row: dict[str, Any], number: int, names: tuple[str, ...]) -> RecordView:
    try:
        dated: Any = DatedFact(CalendarDate.parse(str(row["date"])[:10]))
    except InvalidInput:
        dated = NOT_KNOWN
    person = (NamedPerson(names[number % len(names)], is_public_here=True),) if names else ()
    described = Description(
        RecordKind.LETTER, str(row["title"])[:380], dated=dated, persons=person, languages=("en",)
    )
    return RecordView(
        id=RecordId(f"record-{number}"),
        reference=f"JL-1950-{number:05}",
        label=OFFICIAL,
        revision=1,
        state=RecordState.REGISTERED,
        description=described,
        party_names={},
        groupings=(),
        relations=(),
        files=(),
        history=(),
        sealed_notes=(),
        page_label=OFFICIAL,
        text=str(row["text"]),
        registered_at=NOON,
        readable_total=count_all(),
    )


def count_all() -> int:
    return 8_909


def a_book(
    count: int, names: tuple[str, ...] = (), tell: Callable[[Progress], None] = lambda _: None
) -> Book:
    """As a build reads it: it tells of every record, too."""
    characters: set[str] = set()
    light = []
    for number, view in enumerate(views(count, names), start=1):
        tell(Progress(Step.READING, number, count))
        characters |= characters_of(view.text) | characters_of(view.description)
        light.append(replace(view, text=""))
    briefing = Briefing(
        "A book of records",
        picks=tuple(Pick(one.id, Depth.FULL) for one in light),
        sections=(Section.BACKGROUND, Section.LETTERS, Section.SOURCES),
    )
    return Book(
        briefing=briefing,
        dossier=Dossier(
            subject="Records",
            records=tuple(light),
            label=OFFICIAL,
            readable_total=count_all(),
            parties=PartyDirectory(()),
            groupings=Groupings(()),
            total=count,
        ),
        depths={one.id: Depth.FULL for one in light},
        imprint=Imprint(
            title="Briefing book",
            organisation="",
            reference="",
            label=OFFICIAL,
            reader="",
            printed_at=NOON,
            copy_number=0,
            copies=None,
            revision=0,
            readable_total=count_all(),
            content_sha256="0" * 64,
            emergency="",
            colophon=("23 Nov 2026 12:00 UTC", ""),
            base_url="https://chancery.example",
        ),
        made_by="Benchmark",
        raised_by=(),
        own_party=None,
        audience="",
        letters=lambda: views(count, names),
        characters=frozenset(characters),
    )


def ours(count: int, names: tuple[str, ...] = ()) -> Measured:
    """Everything from the records to the bytes; both passes over the records count."""
    _cut_rare(count, names)
    pauses, last = [0.0], time.perf_counter()

    def tell(_now: Progress) -> None:
        nonlocal last
        moment = time.perf_counter()
        pauses.append(moment - last)
        last = moment

    started = last = time.perf_counter()
    made = bound(a_book(count, names, tell), cabinet(), tell)
    spent = time.perf_counter() - started
    return Measured(spent, made.pages, len(made.content), _peak(), max(pauses))


def bare(count: int) -> Measured:
    """The paragraphs of the letters' texts, each a Paragraph of platypus, in the book's face and measure."""
    font = base_font(cabinet(), SERIF_REGULAR, is_extended=False)
    pdfmetrics.registerFont(font)
    style = ParagraphStyle(
        "body", fontName=font.fontName, fontSize=READING.size_pt, leading=READING.leading_pt
    )
    style.spaceAfter = 4.2
    texts = [escape(one) for view in views(count) for one in paragraphs(view.text, _NOBODY)]
    out = io.BytesIO()
    started = time.perf_counter()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN_PT,
        rightMargin=MARGIN_PT,
        topMargin=44,
        bottomMargin=40,
        invariant=1,
    )
    document.build([Paragraph(text, style) for text in texts])
    spent = time.perf_counter() - started
    content = out.getvalue()
    return Measured(spent, len(pypdfium2.PdfDocument(content)), len(content), _peak())


_NOBODY = Mask.of(Description(RecordKind.LETTER, "nobody"))


def _cut_rare(count: int, names: tuple[str, ...]) -> None:
    """Cut the fonts of this book, and read its file once: a book of three letters with all its characters."""
    characters = a_book(count, names).characters
    bound(replace(a_book(3, names), characters=characters), cabinet())


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def apart(work: Callable[[], Measured]) -> Measured:
    """Run in a process of its own."""
    processes = multiprocessing.get_context("fork")
    receiver, sender = processes.Pipe(duplex=False)
    child = processes.Process(target=lambda: sender.send(work()))
    child.start()
    answer: Measured = receiver.recv()
    child.join()
    return answer


def print_row(name: str, told: Measured) -> None:
    print(
        f"{name:<34}{told.seconds:>8.2f} s{told.pages:>7} pages{told.rate:>7.0f}/s"
        f"{told.size_bytes / 1e6:>8.2f} MB{told.megabytes:>6} MB peak"
    )


def compared(count: int) -> dict[str, bool]:
    own = apart(partial(ours, count))
    other = apart(partial(bare, count))
    print_row(f"{count} records, the book", own)
    print_row(f"{count} records, bare ReportLab", other)
    print(f"rate {own.rate / other.rate:.2f} of bare; longest pause {own.longest_pause_s:.2f} s")
    goals = {
        f"{count} records: at least {LEAST_RATE:.0%} of the bare rate": own.rate
        >= LEAST_RATE * other.rate,
        f"{count} records: progress every {MOST_PAUSE_S:.0f} s": own.longest_pause_s
        <= MOST_PAUSE_S,
    }
    if count >= LARGE:
        goals[f"peak under {MOST_MEGABYTES} MB"] = own.megabytes < MOST_MEGABYTES
    else:
        size = own.size_bytes * 500 / own.pages
        goals[f"500 pages under 3 MB ({size / 1e6:.2f})"] = size < MOST_BYTES_OF_500
    return goals


def scripts(count: int) -> dict[str, bool]:
    plain = apart(partial(ours, count))
    mixed = apart(partial(ours, count, NAMES))
    print_row(f"{count} records, Latin", plain)
    print_row(f"{count} records, with CJK and Arabic", mixed)
    seconds, size = mixed.seconds - plain.seconds, mixed.size_bytes - plain.size_bytes
    print(f"more: {seconds:.2f} s, {size / 1e3:.0f} KB")
    return {
        f"CJK and Arabic cost under {MOST_SCRIPT_S:.0f} s": seconds < MOST_SCRIPT_S,
        f"and under {MOST_SCRIPT_BYTES // 1000} KB": size < MOST_SCRIPT_BYTES,
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--records", type=int, default=200)
    parser.add_argument("--large", action="store_true", help=f"{LARGE} records, too")
    parser.add_argument("--scripts", action="store_true", help="what rare scripts cost, too")
    wanted = parser.parse_args()
    if not DATA.is_file():
        print(f"{DATA.name} is not here; nothing is measured.")
        return 0
    goals = compared(wanted.records)
    if wanted.large:
        goals |= compared(LARGE)
    if wanted.scripts:
        goals |= scripts(wanted.records)
    for goal, is_met in goals.items():
        print(f"{'met   ' if is_met else 'MISSED'} {goal}")
    return 0 if all(goals.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
