"""Reports on several records: which there are, from what they are made, making one. Open `make`.

A report is blocks made of a dossier (`app/pdf/reports/`); here it gets its frame, and its entry in the audit
trail before its first byte leaves. Same dossier, moment, copy and language: same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.db.authorities import authorities
from app.domain.briefings import LABEL_LANGUAGES
from app.domain.dossiers import Dossier
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Action, Principal
from app.domain.records import RecordId
from app.domain.searches import SearchRequest
from app.domain.wording import said, said_many
from app.languages.tongue import Tongue
from app.pdf.frame import Imprint, copy_words, render
from app.pdf.report import Report, Subject
from app.pdf.reports import REPORTS
from app.pdf.speech import say, speaking
from app.pdf.typography import Paper
from app.services import audit, baskets, dossiers
from app.services.result_exports import marked_name
from app.services.sheets import PAPERS, SheetFile
from app.services.work import Work

REPORT_MADE = "report made"
MOST_COPIES = 9_999
DIGEST = "search-digest"
BETWEEN = " \N{MIDDLE DOT} "
NO_REPORT = said("There is no such report.")
BASKET = said("My basket")


@dataclass(frozen=True, slots=True)
class Source:
    """What a report is made from: one of these. A search that asks for nothing finds every text."""

    asked: SearchRequest | None = None
    is_basket: bool = False
    ids: tuple[RecordId, ...] = ()
    party: str = ""
    person: str = ""


def reports() -> Sequence[Report]:
    """Every report there is, the usual ones first."""
    return tuple(REPORTS.values())


def of_selections() -> Sequence[Report]:
    """Those that are made from the results of a search or from the basket."""
    return tuple(one for one in REPORTS.values() if one.about is Subject.SELECTION)


def report_named(name: str) -> Report:
    """The report of that name. Raises NotFound: it is part of an address."""
    if name not in REPORTS:
        raise NotFound(NO_REPORT)
    return REPORTS[name]


def dossier_of(
    principal: Principal, work: Work, name: str, source: Source, *, is_preview: bool = False
) -> Dossier:
    """What the report would be made from, for this reader; without excerpts where it is a preview.

    Raises NotFound for a report that does not exist; InvalidInput("source") where it needs something else,
    for a party or a person in no text that this reader may read, and for an empty basket; and as the search
    does.
    """
    principal.require(Action.READ)
    report = report_named(name)
    most = report.most_records
    if report.about is Subject.PARTY and source.party:
        return _of_party(principal, work, source.party, most)
    if report.about is Subject.PERSON and source.person:
        return _of_person(principal, work, source.person, most)
    if report.about is not Subject.SELECTION:
        raise InvalidInput("source", _NEEDS[report.about])
    if source.asked is not None:
        with_excerpts = name == DIGEST and not is_preview
        return dossiers.of_search(principal, work, source.asked, most, with_excerpts=with_excerpts)
    if source.is_basket:
        ids = baskets.record_ids(principal, work)
        if not ids:
            raise InvalidInput("source", said("Your basket is empty. Put texts into it first."))
        return _first(principal, work, ids, BASKET, most)
    if source.ids:
        return _first(principal, work, source.ids, said("Chosen texts"), most)
    raise InvalidInput("source", _NEEDS[report.about])


def _of_party(principal: Principal, work: Work, name: str, most: int) -> Dossier:
    try:
        return dossiers.of_party(principal, work, name, most)
    except NotFound as error:
        why: str = error.words
        try:
            authorities(work.session).parties.resolve(name)
        except InvalidInput as unknown:  # it names those that are written nearly so
            why = unknown.message
        raise InvalidInput("source", why) from error


def _of_person(principal: Principal, work: Work, name: str, most: int) -> Dossier:
    dossier = dossiers.of_person(principal, work, name, most)
    if not dossier.records:
        raise InvalidInput(
            "source",
            said(
                "No text that you may read names {name}. Check the spelling; the field completes the names "
                "on record.",
                name=name,
            ),
        )
    return dossier


def make(
    principal: Principal,
    work: Work,
    name: str,
    dossier: Dossier,
    *,
    printed_at: datetime,
    copy_number: int = 1,
    copies: int | None = None,
    paper: str = Paper.A4.value,
    language: str = "en",
) -> SheetFile:
    """The report as a PDF in one of `LABEL_LANGUAGES`. Recorded with its name and the ids in it.

    Raises NotFound for a report that does not exist, InvalidInput for a paper, a language or a copy that
    there is not, Unavailable when it cannot be recorded.
    """
    principal.require(Action.READ)
    report = report_named(name)
    _check(paper, language, copy_number, copies)
    details = {"report": name, "copy": str(copy_number), "label": str(dossier.label)}
    audit.record_reading(principal, work, REPORT_MADE, [one.id for one in dossier.records], details)
    with speaking(Tongue(language)):
        imprint = _imprint(principal, work, report, dossier, printed_at, copy_number, copies)
        content = _rendered(report, dossier, imprint, work, paper)
    return SheetFile(content, _filename(name, dossier, printed_at), dossier.label)


_NEEDS = {
    Subject.SELECTION: said("Choose a search, or put texts into your basket."),
    Subject.PARTY: said("Name a party, by its name or code."),
    Subject.PERSON: said("Name a person."),
    Subject.RECORD: said("This sheet is made on the page of a record."),
}


def content_sha256(report: Report, dossier: Dossier) -> str:
    """SHA-256 over what it was made from, as hex: which report, on what, which records in which versions.

    Never over a person's name: where the paper may not print it, it could be guessed from the hash.
    """
    about = (report.name, "" if report.about is Subject.PERSON else dossier.subject)
    pairs = sorted(f"{one.id}:{one.revision}" for one in dossier.records)
    return hashlib.sha256("\n".join([*about, *pairs]).encode()).hexdigest()


def _first(
    principal: Principal, work: Work, ids: Sequence[RecordId], subject: str, most: int
) -> Dossier:
    dossier = dossiers.of_records(principal, work, ids[:most], subject)
    return replace(dossier, total=len(ids)) if len(ids) > most else dossier


def _check(paper: str, language: str, copy_number: int, copies: int | None) -> None:
    if paper not in PAPERS:
        raise InvalidInput("paper", said("Choose A4 or Letter."))
    if language not in LABEL_LANGUAGES:
        raise InvalidInput("language", said("Choose a language from the list."))
    if not 1 <= copy_number <= MOST_COPIES or (copies is not None and copies > MOST_COPIES):
        raise InvalidInput(
            "copies", said("Copies are numbered from 1 to {most:,}.", most=MOST_COPIES)
        )
    if copies is not None and copy_number > copies:
        raise InvalidInput(
            "copies",
            said("There is no copy {number} of {copies}.", number=copy_number, copies=copies),
        )


def _rendered(report: Report, dossier: Dossier, imprint: Imprint, work: Work, paper: str) -> bytes:
    return render(report.blocks(dossier), imprint, work.fonts, Paper(paper))


def _imprint(
    principal: Principal,
    work: Work,
    report: Report,
    dossier: Dossier,
    printed_at: datetime,
    copy_number: int,
    copies: int | None,
) -> Imprint:
    """What the frame says of a paper on several records: no version of its own, but a hash of theirs."""
    digest = content_sha256(report, dossier)
    plain = Imprint(
        title=report.title,
        organisation=work.organisation,
        reference="",
        label=dossier.label,
        reader=principal.display_name,
        printed_at=printed_at,
        copy_number=copy_number,
        copies=copies,
        revision=0,
        readable_total=dossier.readable_total,
        content_sha256=digest,
        emergency=principal.emergency,
        base_url=work.base_url,
    )
    return replace(plain, colophon=_colophon(plain, len(dossier.records)))


def _colophon(told: Imprint, texts: int) -> tuple[str, str]:
    """Whose copy it is and when it was made; of how many texts, and the hash of which versions."""
    digest = f"sha-256 {told.content_sha256[:4]}…{told.content_sha256[-4:]}"
    made_of = said_many("made from {number:,} text", "made from {number:,} texts", texts)
    based = said_many(
        "Based on the {number} text this reader may read",
        "Based on the {number} texts this reader may read",
        told.readable_total,
    )
    return (
        BETWEEN.join((say(copy_words(told)), told.moment, say(made_of))),
        BETWEEN.join((say(based), digest)),
    )


def _filename(name: str, dossier: Dossier, printed_at: datetime) -> str:
    """`chancery-country-sheet-CAN-20261123-OFFICIAL.pdf`; the name of a person stands in none."""
    stem = "-".join(filter(None, ("chancery", name, dossier.party or "")))
    return marked_name(f"{stem}-{printed_at:%Y%m%d}", dossier.label, "pdf")
