"""A large corpus of real paragraphs: recombined into as many letters as wanted, over 12 cells.

    .venv/bin/python benchmarks/corpora.py [--records 100000]

Paragraphs of the documents in the data folder (American, United Nations, Austrian, treaties) are drawn into
letters, seeded: the first n letters are the same whatever the number. Other benchmarks use `letters` and
`a_stock`; run by itself, it prints what the corpus is like. Says so where the data folder is absent.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.domain.access import LabelScheme
from app.domain.dates import CalendarDate, DatedFact
from app.domain.records import (
    Addressee,
    Description,
    Draft,
    PartyCode,
    RecordId,
    Signature,
    SourceKey,
)
from app.domain.searches import FacetName
from app.domain.vocabularies import RecordKind
from app.search.engine import IndexedRecord, Passage, SearchField

DATA = ROOT.parent / "shared" / "data"
FRUS = DATA / "frus_volumes.jsonl.gz"
ABSENT = "The data folder is not here (../shared/data beside the checkout): nothing measured."
SEED = 20170227
RECORDS = 100_000
LEAST_MEDIAN = 3_000
LABELS = (
    *("Public", "Official", "Restricted", "Confidential", "Secret", "Secret/INTAKE"),
    *("Official/HR-CHN", "Official/EU-COORD", "Restricted/HR-CHN", "Restricted/SEC"),
    *("Confidential/PEN", "Secret/SEC"),
)
_SOURCES = {
    "frus_volumes.jsonl.gz": 85,
    "ungdc_sample.jsonl.gz": 10,
    "thun.jsonl.gz": 4,
    "open_treaties.jsonl.gz": 1,
}
"""Of a hundred letters, how many are made from each file."""
_LEAST_PARAGRAPH, _USUAL_LENGTH, _SPREAD = 200, 3_300, 0.5
_FIRST_DAY, _DAYS = date(1950, 1, 1), 25_000
_KINDS = (RecordKind.JOINT_LETTER, RecordKind.COUNTER_LETTER, RecordKind.JOINT_STATEMENT_ORAL)
PARTIES = """ARG AUS AUT BEL BGR BRA CAN CHE CHL CHN COL CUB CZE DEU DNK EGY ESP EST FIN FRA GBR GRC HUN
    IDN IND IRL IRN ISL ISR ITA JPN KEN LTU LUX LVA MEX NGA NLD NOR NZL PAK PER PHL POL PRT ROU RUS SVK SVN
    SWE THA TUR UKR USA""".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Stock:
    """Paragraphs by file; `languages` by file, as its documents say."""

    paragraphs: dict[str, list[str]]
    languages: dict[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of the corpus. `label` is one of LABELS: its cell."""

    name: str
    title: str
    text: str
    label: str
    language: str
    day: date
    kind: RecordKind
    signatories: tuple[str, ...]
    addressee: str
    subjects: tuple[str, ...]

    def draft(self, scheme: LabelScheme) -> Draft:
        """As it is registered."""
        description = Description(
            kind=self.kind,
            title=self.title,
            dated=DatedFact(CalendarDate.parse(self.day.isoformat())),
            signatures=tuple(Signature(PartyCode(code)) for code in self.signatories),
            addressees=(Addressee(party=PartyCode(self.addressee)),),
            subjects=self.subjects,
            languages=(self.language,),
        )
        return Draft(
            description=description,
            label=scheme.parse(self.label),
            text=self.text,
            source_key=SourceKey("corpus", self.name),
        )

    def indexed(self) -> IndexedRecord:
        """As an engine is given it, without the database between."""
        passages = (
            Passage(SearchField.TITLE, "title", self.title, self.language),
            *(Passage(SearchField.SIGNATORY, "signatory", code) for code in self.signatories),
            Passage(SearchField.ADDRESSEE, "addressee", self.addressee),
            *(Passage(SearchField.SUBJECT, "subject", subject) for subject in self.subjects),
            Passage(SearchField.TEXT, "text", self.text, self.language),
        )
        facets = {
            FacetName.SIGNATORY: self.signatories,
            FacetName.ADDRESSEE: (self.addressee,),
            FacetName.KIND: (self.kind.value,),
            FacetName.YEAR: (str(self.day.year),),
            FacetName.SUBJECT: self.subjects,
            FacetName.LANGUAGE: (self.language,),
        }
        is_counter = self.kind is RecordKind.COUNTER_LETTER
        return IndexedRecord(
            RecordId(self.name), 1, passages, self.day, self.day, facets, is_counter
        )


def is_here() -> bool:
    return all((DATA / name).exists() for name in _SOURCES)


def a_stock() -> Stock:
    """All paragraphs that are long enough; about 200 MB."""
    paragraphs: dict[str, list[str]] = {}
    languages: dict[str, str] = {}
    for name in _SOURCES:
        found = paragraphs[name] = []
        with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                languages.setdefault(name, str(row.get("language") or "en"))
                found += [one for one in str(row["text"]).split("\n") if _is_usable(one)]
    return Stock(paragraphs, languages)


def letters(stock: Stock, count: int) -> Iterator[Letter]:
    """The first `count` letters, each from a throw of its own."""
    names, weights = list(_SOURCES), list(_SOURCES.values())
    for number in range(count):
        dice = random.Random(SEED + number)
        source = dice.choices(names, weights)[0]
        wanted = dice.lognormvariate(math.log(_USUAL_LENGTH), _SPREAD)
        taken: list[str] = []
        while sum(map(len, taken)) < wanted:
            taken.append(dice.choice(stock.paragraphs[source]))
        yield Letter(
            name=f"r{number:07}",
            title=_beginning(taken[0]),
            text="\n".join(taken),
            label=dice.choice(LABELS),
            language=stock.languages[source],
            day=_FIRST_DAY + timedelta(days=dice.randrange(_DAYS)),
            kind=dice.choice(_KINDS),
            signatories=tuple(dice.sample(PARTIES, dice.randint(1, 6))),
            addressee=dice.choice(PARTIES),
            subjects=tuple(dict.fromkeys(f"subject {dice.randrange(400)}" for _ in range(3))),
        )


def _is_usable(paragraph: str) -> bool:
    return len(paragraph) > _LEAST_PARAGRAPH and paragraph.isprintable()


def _beginning(paragraph: str) -> str:
    """The first words, cut at a space."""
    return paragraph[:90].rpartition(" ")[0] or paragraph[:90]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--records", type=int, default=RECORDS)
    wanted = parser.parse_args()
    if not is_here():
        print(ABSENT)
        return 0
    started = time.perf_counter()
    stock = a_stock()
    read = time.perf_counter()
    lengths, labels, languages = [], Counter[str](), Counter[str]()
    for letter in letters(stock, wanted.records):
        lengths.append(len(letter.text))
        labels[letter.label] += 1
        languages[letter.language] += 1
    made = time.perf_counter()
    paragraphs = sum(map(len, stock.paragraphs.values()))
    median = statistics.median(lengths)
    print(f"{paragraphs} paragraphs read in {read - started:.1f} s")
    print(
        f"{len(lengths)} letters made in {made - read:.1f} s: {sum(lengths) / 1e6:.1f} MB of text"
    )
    print(f"characters: median {median:.0f}, shortest {min(lengths)}, longest {max(lengths)}")
    print("languages: " + ", ".join(f"{name} {n}" for name, n in languages.most_common()))
    print(f"cells ({len(labels)}): " + ", ".join(f"{name} {labels[name]}" for name in LABELS))
    is_long_enough = median >= LEAST_MEDIAN
    print(
        f"{'met   ' if is_long_enough else 'MISSED'} median of at least {LEAST_MEDIAN} characters"
    )
    return 0 if is_long_enough else 1


if __name__ == "__main__":
    sys.exit(main())
