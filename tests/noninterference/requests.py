"""Every request a reader can make, and which routes are exempt and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from app.domain.records import RecordId
from tests.houses import DerivedIdentifiers
from tests.noninterference.briefing import briefing_requests
from tests.noninterference.building import building_requests
from tests.noninterference.drafts import draft_requests, wording_requests
from tests.noninterference.registering import registering_requests
from tests.noninterference.reporting import reporting_requests
from tests.noninterference.retention import reading_requests
from tests.noninterference.saving import saving_requests

ABSENT = str(UUID(int=0x4000_8000 << 48))
QUERIES = (
    "",
    "detention",
    "lawyers OR torture",
    "detention OR lawyers",
    "detain*",
    "zanzibarium",
    "zanzib*",
    '"residential surveillance"',
    "signatory:CAN",
    "person:Xie",
    "subject:torture NOT grain",
    "title:detention",
    "RSDL",
    "detentoin",
    "zanzibariun",
    "zanzibariun OR detentiom",
    "谢阳",
    "Xie Yang",
    'person:"Xie Yanng"',
    'person:"Canary deltta"',
    "(Canary Deltta) OR grain",
    "заявление",
    "kind:counter_letter",
    "detention AND (",
    "acl:secret",
    "has:reply",
    "NOT has:relation",
    "has:file OR has:counter",
    "group:EU",
    "missing:HUN",
    "grain NOT missing:HUN",
    "without:HUN rank:ambassador",
    "NOT signedby:HUN",
    "NOT group:EU NOT demand:release",
    'to:"Government of China" OR asks:release',
    "status:withdrew OR holding:secondary",
    "zanzibariu~",
    "za*ium",
    '"detention zanzibarium"~20',
    "signedby:(Canada OR Korea)",
    "(detention^3 OR zanzibarium)^0.5",
)
EXEMPT = {
    "releases.decide": "only writes; who may is tested in tests/web/test_marking_pages.py",
    "export_proposals.decide": "only writes; who may is tested in tests/web/test_export_proposals.py",
    "export_proposals.bag": "for who proposed it alone; tested in tests/web/test_export_proposals.py",
    "static": "styles and scripts, the same for everybody",
    "fonts.font": "fonts, the same for everybody",
    "fonts.faces": "font faces, the same for everybody",
    "language.choose": "keeps a language and leads back; tested in tests/web/test_language.py",
    "auth.sign_out": "ends the session; tested with sessions",
    "account.revoke": "the reader's own sessions; tested with sessions",
    "account.revoke_others": "the reader's own sessions; tested with sessions",
    "account.password": "the reader's own password; tested with sign-in",
    "account_deeds.disable": "a form of officers; readers get 403 whatever the account",
    "account_deeds.enable": "a form of officers; readers get 403 whatever the account",
    "account_deeds.reset_factor": "a form of officers; readers get 403 whatever the account",
    "account_deeds.invite_again": "a form of officers; readers get 403 whatever the account",
    "account_deeds.password_link": "a form of officers; readers get 403 whatever the account",
    "account_deeds.end_session": "a form of officers; readers get 403 whatever the account",
    "account_deeds.end_sessions": "a form of officers; readers get 403 whatever the account",
    "account_deeds.end_grant": "a form of officers; readers get 403 whatever the account",
    "admissions.decide": "a form of officers; readers get 403 whatever the emergency",
    "admissions.end": "a form of officers; readers get 403 whatever the emergency",
    "admissions.acknowledge": "a form of officers and auditors; readers get 403",
    "own_access.approve": "a form of officers and registrars; readers get 403",
    "own_access.withdraw": "the reader's own request; tested with admission",
    "own_access.end_emergency": "the reader's own emergency; tested with admission",
    "factor.begin": "the reader's own second factor; tested with factor pages",
    "factor.renew_codes": "the reader's own second factor; tested with factor pages",
    "factor.remove": "the reader's own second factor; tested with factor pages",
    "audit_trail.index": "readers get the same refusal; the trail itself shows ids to auditors by design",
}


@dataclass(frozen=True, slots=True)
class Request:
    endpoint: str
    path: str
    method: str = "GET"
    form: tuple[tuple[str, str], ...] = ()
    """Fields of a POST; the CSRF token is added."""
    is_by_registrar: bool = False


def requests_for(
    record_ids: list[RecordId],
    references: list[str],
    file_ids: list[str],
    stubs: frozenset[RecordId] = frozenset(),
) -> Iterator[Request]:
    """The requests of one round, over ids that exist for the reader and ids that do not.

    `stubs` are withdrawn records of readable cells: they may tell of themselves at their own address
    and nowhere else.
    """
    yield Request("pages.start", "/")
    for asked in saving_requests():
        yield Request(*asked)
    yield from _searches()
    for record_id in [*record_ids, RecordId(ABSENT)]:
        yield from _of_one_record(record_id, is_stub=record_id in stubs)
    for asked in wording_requests([*record_ids, ABSENT]):
        yield Request(*asked, is_by_registrar=True)
    for reference in [*references, "JL-2017-0000F"]:
        yield Request("records.by_reference", f"/r/{reference}")
    yield from _of_files([*file_ids, ABSENT])
    for page in _PAGES:
        yield Request("pages", page)
    yield from _names()
    yield from _of_accounts()
    yield from _of_registrars(record_ids, stubs)
    for asked in registering_requests(record_ids, references):
        yield Request(*asked)
    for asked in (*briefing_requests(record_ids, references), *building_requests()):
        yield Request(*asked)


_FOUND = "from=q%3Dgrain%2BOR%2Bzanzib%2A%2BOR%2Bperson%3Acanary&n=1&of=9"
"""The way back to a search that finds hidden records and others."""
_PAGES = (
    "/parties",
    "/parties?q=an",
    *(
        f"/parties/{code}"
        for code in ("CAN", "CHN", "HUN", "JPN", "USA", "XXX", "EU", "G7", "UN_EEG")
    ),
    "/parties/G7?at=2012",
    *(f"/{name}{tail}" for name in ("new", "awaiting-reply") for tail in ("", "?page=2")),
    "/account",
    "/sign-in",
    "/help/search",
    "/about/keyboard",
    "/about/markings",
    "/about/recorded",
    "/about/accessibility",
    "/audit",
    "/administration/backups",
    "/hand-over",
)


def _of_registrars(record_ids: list[RecordId], stubs: frozenset[RecordId]) -> Iterator[Request]:
    """What only registrars see; asked by one with the reader's clearance, and by the reader."""
    paths = ["/marking/check", "/releases", "/hand-over/proposals", "/"]
    for record_id in [*record_ids, RecordId(ABSENT)]:
        itself = () if record_id in stubs else ("",)  # a stub may tell of itself there
        tails = (*itself, "/label", "/consent", "/consent.pdf")
        paths += [f"/records/{record_id}{tail}" for tail in tails]
        paths += [f"/releases/{proposal_id(record_id)}", f"/releases/{proposal_id(record_id)}/x"]
        paths.append(f"/hand-over/proposals/{export_id(record_id)}")
    for asked in reading_requests(record_ids):
        yield Request(*asked, is_by_registrar=True)
    for asked in reading_requests([]):  # to readers all of it is closed, whatever the id
        yield Request(*asked)
    for path in paths:
        yield Request("registrars", path, is_by_registrar=True)
        if not path.startswith("/records/"):
            yield Request("registrars", path)


def _of_accounts() -> Iterator[Request]:
    """What was asked and answered, and the pages of officers and administrators, closed to readers."""
    for page in (
        "/account/requests",
        "/account/emergency",
        "/account/approvals",
        "/account/settings",
        "/account/factor",
        "/account/factor/confirm",
        "/account/factor/qr.svg",
        "/accounts",
        "/accounts/invite",
        f"/accounts/{ABSENT}",
        f"/accounts/{ABSENT}/clear",
        f"/accounts/{ABSENT}/grants",
        "/accounts/requests",
        f"/accounts/requests/{ABSENT}",
        "/accounts/emergencies",
        f"/accounts/emergencies/{ABSENT}",
        "/administration",
        "/administration/examination",
        "/sign-in/code",
        "/link/made-up",
    ):
        yield Request("accounts", page)


def _of_files(file_ids: list[str]) -> Iterator[Request]:
    for file_id in file_ids:
        yield Request("files.download", f"/files/{file_id}")
        yield Request("files.download", f"/files/{file_id}", "HEAD")
        for tail in ("", f"?{_FOUND}", "?page=2&paragraph=9"):
            yield Request("reading.file_text", f"/files/{file_id}/text{tail}")


def _names() -> Iterator[Request]:
    for kind in ("parties", "persons", "offices", "subjects"):
        for typed in ("c", "canary", "z"):
            yield Request("completion.complete", f"/complete/{kind}?q={typed}")
        yield Request("authorities.entries", f"/authorities/{kind}")
    for typed in ("canary", "person:canar", "to:minister", "subject:(z", "grain canary z"):
        path = f"/complete/query?q={quote(typed)}"
        yield Request("completion.complete_query", path)
        yield Request("completion.complete_query", path, is_by_registrar=True)
    yield Request("authorities.index", "/authorities")
    for code in ("persons/xie-yang", "persons/wu-gan", "subjects/torture", "persons/canary-alpha"):
        yield Request("authorities.show", f"/authorities/{code}")
    for code in ("CAN", "ZZGONE", "ZZLONE"):
        yield Request("authorities.show", f"/authorities/parties/{code}")
        yield Request("parties.show", f"/parties/{code}")


def _searches() -> Iterator[Request]:
    yield from _built()
    for query in QUERIES:
        yield Request("search.results", f"/search?q={quote(query)}")
    for suffix in ("&sort=newest", "&sort=oldest", "&exact=1"):
        yield Request("search.results", f"/search?q=detention{suffix}")
        yield Request("search.results", f"/search?q=RSDL{suffix}")
    yield from _taken_away()
    for report in reporting_requests():
        yield Request(*report)
    for number in (1, 2, 3, 99):
        yield Request("records.in_search", f"/records/in-search?from=q%3Ddetention&n={number}")
    for narrowing in (
        "f=signatory:CAN",
        "f=-signatory:JPN",
        "f=target:CHN&f=kind:joint_letter",
        "f=subject:torture",
        "f=year:2017",
        "f=language:en",
        "from=2016&to=2018",
        "page=2",
        "page=99",
        "f=addressee:none",
        "facet=subject&facet_like=zanzib",
        "facet=signatory&facet_like=hun&f=-signatory:JPN",
        "facet=addressee&facet_like=minister",
        "facet=target&facet_like=z",
    ):
        yield Request("search.results", f"/search?q=detention&{narrowing}")


def _built() -> Iterator[Request]:
    for query in ("zanzibarium", "has:reply person:Xie", "signatory:CAN group:EU"):
        yield Request("search_build.build", f"/search/build?q={quote(query)}")
    yield Request("search_build.build", "/search/build?words=zanzibarium&do=search&f=signatory:CAN")
    yield Request("search_build.build", "/search/build?signed_by=Korea&person=Canary&has=reply")


def _taken_away() -> Iterator[Request]:
    for extension in ("csv", "xlsx", "json", "ris", "bib", "exe"):
        for query in (
            *("detention", "zanzibarium", "", "detention&sort=oldest&f=signatory:CAN"),
            "NOT%20signedby:HUN",
        ):
            yield Request("result_exports.take", f"/search/results.{extension}?q={query}")
    yield Request("draft_search.page", "/search/draft")
    for asked in draft_requests():
        yield Request(*asked, is_by_registrar=True)
    yield Request("similar_wording.page", "/search/wording")


def _of_one_record(record_id: RecordId, *, is_stub: bool) -> Iterator[Request]:
    for tail in ("/history", "/signatories.csv", "/sheet.pdf"):
        yield Request("records", f"/records/{record_id}{tail}")
    for tail in ("", f"?{_FOUND}"):
        yield Request("reading.record_text", f"/records/{record_id}/text{tail}")
    if not is_stub:
        yield Request("records", f"/records/{record_id}?{_FOUND}")
        yield Request("records", f"/records/{record_id}")
        yield Request("records", f"/records/{record_id}", "HEAD")
    yield Request("records", f"/records/{record_id}/a.css")


def proposal_id(record_id: RecordId) -> str:
    """The id of the first proposal on a record: ids derive from logical names."""
    return DerivedIdentifiers().new_id("proposal", record_id)


def export_id(record_id: RecordId) -> str:
    """The id of the first proposed export that begins with a record."""
    return DerivedIdentifiers().new_id("export", record_id)
