"""One record in the fifteen elements of Dublin Core (ISO 15836-1), as `oai_dc`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.nothing import text_or
from app.domain.views import RecordView
from app.exporters.package import PackedRecord
from app.exporters.xml import Writer, serialised

_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC = "http://purl.org/dc/elements/1.1/"


def dublin_core(record: PackedRecord) -> bytes:
    """Creators are the standing signatories, contributors the addressees, coverage the targets."""
    writer = Writer(_DC)
    root = Writer(_OAI_DC).root("dc", {"oai_dc": _OAI_DC, "dc": _DC})
    title_language = text_or(record.view.description.title_language)
    for name, texts in _elements(record.view):
        for text in filter(None, texts):
            writer.add(root, name, text, title_language if name == "title" else "")
    return serialised(root)


def _elements(view: RecordView) -> Iterator[tuple[str, Iterable[str]]]:
    """Each element with its values, in one order."""
    told = view.description
    dated = told.calendar_date
    yield "title", [told.title]
    yield "creator", [view.name_of(one.party) for one in told.standing_signatures]
    yield "subject", told.subjects
    yield "description", [told.summary]
    yield "contributor", _addressees(view)
    yield "date", [dated.edtf if dated else ""]
    yield "type", [told.kind.label]
    yield "format", [file.media_type for file in view.files]
    yield (
        "identifier",
        [view.reference, f"urn:uuid:{view.id}", text_or(told.document_symbol)],
    )
    yield "source", told.sources
    yield "language", told.languages
    yield (
        "relation",
        [f"{one.label} {one.record.reference}" for one in view.relations if one.record],
    )
    yield "coverage", [view.name_of(code) for code in told.targets]
    yield "rights", [f"Access label: {view.label}"]


def _addressees(view: RecordView) -> list[str]:
    found = []
    for one in view.description.addressees:
        party = view.name_of(one.party) if isinstance(one.party, str) else ""
        words = (text_or(one.person), text_or(one.office) or text_or(one.organ), party)
        found.append(", ".join(filter(None, words)))
    return list(filter(None, found))
