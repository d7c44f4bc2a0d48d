"""One finding aid for the whole selection, in EAD3: what there is, in the order in which it is packed."""

from __future__ import annotations

from typing import Any

from app.domain.nothing import text_or
from app.domain.retention import Series
from app.domain.views import RecordView
from app.exporters.package import Package, PackedRecord
from app.exporters.xml import Writer, serialised

_EAD = "http://ead3.archivists.org/schema/"
_WRITER = Writer(_EAD)


def finding_aid(package: Package) -> bytes:
    """The selection as a collection, each record as an item with the path of its description."""
    root = _WRITER.root("ead", {None: _EAD}, audience="internal")
    _control(root, package)
    archdesc = _WRITER.add(root, "archdesc", level="collection")
    did = _WRITER.add(archdesc, "did")
    _WRITER.add(did, "unittitle", f"Selection of {len(package.records)} records")
    _WRITER.add(did, "unitid", package.name)
    _WRITER.add(_WRITER.add(did, "repository"), "corpname").append(_part(_owner(package)))
    restrictions = _WRITER.add(archdesc, "accessrestrict")
    _WRITER.add(restrictions, "p", f"Access label of the whole: {package.label}")
    listed = _WRITER.add(archdesc, "dsc")
    for record in package.records:
        _item(listed, record)
    return serialised(root)


def _control(root: Any, package: Package) -> None:
    control = _WRITER.add(root, "control")
    _WRITER.add(control, "recordid", package.name)
    title = _WRITER.add(_WRITER.add(control, "filedesc"), "titlestmt")
    _WRITER.add(title, "titleproper", "Joint diplomatic letters and statements: a selection")
    _WRITER.add(control, "maintenancestatus", value="derived")
    agency = _WRITER.add(control, "maintenanceagency")
    _WRITER.add(agency, "agencyname", _owner(package))
    _WRITER.add(control, "conventiondeclaration").append(_citation("ISAD(G)"))
    history = _WRITER.add(control, "maintenancehistory")
    event = _WRITER.add(history, "maintenanceevent")
    _WRITER.add(event, "eventtype", value="derived")
    _WRITER.add(event, "eventdatetime", package.moment, standarddatetime=package.moment)
    _WRITER.add(event, "agenttype", value="machine")
    _WRITER.add(event, "agent", package.product)


def _item(parent: Any, record: PackedRecord) -> None:
    view = record.view
    told = view.description
    element = _WRITER.add(parent, "c", level="item")
    did = _WRITER.add(element, "did")
    _WRITER.add(did, "unitid", view.reference)
    _WRITER.add(did, "unittitle", told.title, lang=text_or(told.title_language) or "und")
    _WRITER.add(did, "unitdate", _date(view))
    for language in told.languages:
        languages = _WRITER.add(did, "langmaterial")
        _WRITER.add(languages, "language", language, langcode=language)
    _WRITER.add(did, "dao", daotype="otherdaotype", href=f"data/{record.folder}/description.json")
    if told.summary or told.scope:
        content = _WRITER.add(element, "scopecontent")
        for text in filter(None, (told.summary, told.scope)):
            _WRITER.add(content, "p", text)
    _WRITER.add(_WRITER.add(element, "accessrestrict"), "p", f"Access label: {view.label}")
    if record.series is not None:
        _WRITER.add(_WRITER.add(element, "appraisal"), "p", _kept(record.series))
    if told.signatures or told.targets:
        access = _WRITER.add(element, "controlaccess")
        for code in dict.fromkeys([one.party for one in told.signatures] + list(told.targets)):
            _WRITER.add(access, "corpname", identifier=code).append(_part(view.name_of(code)))


def _kept(series: Series) -> str:
    """In which series, and how long: ISAD(G) 3.3.2."""
    rule = series.draft.rule
    authority = f" ({rule.authority})" if rule.authority else ""
    return f"Series {series.code}, {series.title}: {rule.words}{authority}"


def _date(view: RecordView) -> str:
    date = view.description.calendar_date
    return date.edtf if date else "undated"


def _owner(package: Package) -> str:
    return package.organisation or "Chancery"


def _part(text: str) -> Any:
    holder = _WRITER.root("x", {None: _EAD})
    return _WRITER.add(holder, "part", text)


def _citation(text: str) -> Any:
    holder = _WRITER.root("x", {None: _EAD})
    return _WRITER.add(holder, "citation", text)
