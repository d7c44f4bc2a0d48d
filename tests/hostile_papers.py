"""Records, dossiers and books that say one hostile string wherever they can say anything, and what a PDF of
them must be: only paper, whose links lead home.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf

from app.domain.briefings import LONGEST_LINE, LONGEST_TEXT, Depth, Section
from app.domain.dossiers import Dossier
from app.domain.grades import Grade
from app.domain.party_views import PartyTogether
from app.domain.records import (
    AbsenceReport,
    Addressee,
    Demand,
    Evidence,
    NamedPerson,
    Outcome,
    PartyCode,
    Quote,
    RecordId,
    Response,
    Signature,
)
from app.domain.views import GroupingShare, RecordView, RelatedRecord, SealedNote
from app.domain.vocabularies import (
    AbsenceKind,
    OutcomeStatus,
    RecordKind,
    RelationKind,
    ResponseKind,
)
from app.pdf.book.plan import Annex
from tests.books import a_book, set_book
from tests.papers import OFFICIAL, a_relation, a_view, founding_description
from tests.printing import plain
from tests.reports import about

REGISTER = "https://register.example/"
CODE = PartyCode("ZZZ")
HOSTILE = [
    "<img src=/etc/passwd>",
    '<img src="file:///etc/passwd" width="100"/>',
    '<a href="javascript:alert(1)">press</a>',
    '<link href="http://example.org/">x</link>',
    "<b>unclosed <i>crossed</b>",
    "A & B &amp; C &#x41; &nosuch;",
    "</para><para>",
    "<font name='Helvetica'>x</font>",
    "<onDraw name='x' label='y'/>",
    "%PDF-1.4 endstream endobj",
    "(unbalanced ( brackets \\) \\( \\",
    ") Tj ET /JS (app.alert(1)) >> endobj",
    "nul\x00bell\x07escape\x1b[31m",
    "over\u202eride\u2066isolate",
    "half \ud83d surrogate \udc00",
    "\U0001f600 \U0001f1eb\U0001f1f7",
    "{{ 7*7 }} {% raise %} ${x} %s %n",
    "../../etc/passwd",
    "'; DROP TABLE record; --",
    "רסאלה مشتركة mixed 12",
    "\u0e44\u0e17\u0e22 \u10e5\u10d0",
    "",
    " ",
]
ACTIVE_KEYS = (
    *("/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/EmbeddedFile", "/URI"),
    *("/GoToR", "/SubmitForm", "/RichMedia", "/XFA", "/AcroForm", "/Annots", "/Image"),
)
_LINKS = frozenset({"/URI", "/Annots"})
STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
READABLE = re.compile(r"[!-~\u00a1-\u00ac\u00ae-\u017f]+")


def filled_with(words: str) -> RecordView:
    """A record that says `words` wherever it can say anything."""
    code, source = PartyCode("ZZZ"), Evidence(words, Grade("C3"))
    told = replace(
        founding_description(),
        title=words if words.strip() else "untitled",
        summary=words,
        place=words,
        languages=(words,),
        document_symbol=words,
        subjects=(words, words),
        targets=(code,),
        signatures=(
            Signature(code, words, person=words, office=words, reservation=words, evidence=source),
        ),
        signatures_note=words,
        capacity_note=words,
        addressees=(Addressee(party=code, organ=words, office=words, person=words),),
        demands=(Demand(words, evidence=source),),
        responses=(Response(ResponseKind.OTHER, words, by=words, note=words, evidence=source),),
        outcomes=(Outcome(words, OutcomeStatus.MET, 1, evidence=source),),
        persons=(NamedPerson(words, other_names=(words,), occupation=words, is_public_here=True),),
        absences=(AbsenceReport(code, AbsenceKind.REPORTED_ABSENT, words, source),),
        marking_original=words,
        sources=(words, "another source"),
        evidence=source,
        notes=words,
    )
    outside = RelatedRecord(RelationKind.COUNTERS, False, words, None, words, None, words, source)
    view = a_view(
        told,
        groupings=(GroupingShare("G", words, words[:20], 3, frozenset({code})),),
        relations=(a_relation("JL-2016-4QX2B", words), outside),
        names={code: words},
    )
    return replace(view, sealed_notes=(SealedNote(words, words, OFFICIAL),))


def a_hostile_dossier(words: str) -> Dossier:
    """A dossier of three records that say `words` wherever they can; in one of them nobody is public."""
    views = [_numbered(number, words) for number in range(3)]
    secret = replace(views[2].description, persons=(NamedPerson(words, other_names=(words,)),))
    views[2] = replace(views[2], description=secret)
    return about(
        views,
        subject=words,
        chosen_by=((words, words), ("Order", words)),
        party=CODE,
        person=words,
        person_names=frozenset({words, "谢阳"}),
        excerpts={one.id: (words, words) for one in views},
        together=(PartyTogether(CODE, words, 1, 2),),
        total=9,
    )


def _numbered(number: int, words: str) -> RecordView:
    view = filled_with(words)
    told = replace(
        view.description,
        kind=RecordKind.COUNTER_LETTER if number == 1 else RecordKind.JOINT_LETTER,
        signatures=(*view.description.signatures, Signature(PartyCode("CAN"))),
        quotes=(Quote(words, words),),
    )
    return replace(
        view,
        description=told,
        id=RecordId(f"{number}"),
        reference=f"JL-2017-{number:05}",
        relations=(),
        sealed_notes=(),
        label=OFFICIAL,
        page_label=OFFICIAL,
    )


def a_hostile_book(words: str, depth: Depth = Depth.FULL) -> bytes:
    """Three records and every section; annexes with words and with pages."""
    dossier = a_hostile_dossier(words)
    line = words[:LONGEST_LINE]
    views = [replace(one, text=f"{words}\n\n{words}") for one in dossier.records]
    book = a_book(
        views,
        depth=depth,
        title=line if line.strip() else "untitled",
        subtitle=line,
        occasion=line,
        prepared_for=line,
        date=line,
        texts={one: words[:LONGEST_TEXT] for one in Section if one.is_written},
    )
    imprint = replace(
        book.imprint, organisation=words, reader=words, running=words, colophon=(words, words)
    )
    annexes = (
        Annex(views[0], words, 0, words, words),
        Annex(views[1], words, 2),
    )
    made = replace(
        book,
        dossier=replace(dossier, records=tuple(replace(one, text="") for one in views)),
        imprint=imprint,
        made_by=words,
        audience=words,
        annexes=annexes,
    )
    return set_book(made).content


def is_only_paper(pdf: bytes, *, with_links: bool = False) -> bool:
    """No key of a PDF object that acts, opens, fetches or embeds anything; `with_links`, none but links."""
    objects = STREAM.sub(b"", plain(pdf)).decode("latin-1")
    without_strings = re.sub(r"\((?:\\.|[^\\()])*\)", "", objects)
    keys = [key for key in ACTIVE_KEYS if not (with_links and key in _LINKS)]
    return not any(re.search(rf"{key}\b", without_strings) for key in keys)


def only_leads_home(pdf: bytes) -> bool:
    """Whether every link leads to a page of the book or to the register."""
    with pikepdf.open(io.BytesIO(pdf)) as book:
        actions = [link.get("/A") for page in book.pages for link in page.obj.get("/Annots", [])]
    uris = [str(one.URI) for one in actions if one is not None and "/URI" in one]
    kinds = {str(one.S) for one in actions if one is not None}
    return kinds <= {"/URI", "/GoTo"} and all(one.startswith(REGISTER) for one in uris)
