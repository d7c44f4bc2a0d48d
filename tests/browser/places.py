"""Every page of Chancery and who looks at it. A new page is added here, and is then tested throughout."""

from __future__ import annotations

from dataclasses import dataclass

READER, AUDITOR, ADMINISTRATOR = "a.linden", "t.weber", "k.mensah"
OFFICER, REGISTRAR = "s.haddad", "r.okafor"
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Place:
    """`address` may name an entry of the fixture `addresses` instead of a path."""

    address: str
    as_: str = READER

    def __str__(self) -> str:
        return f"{self.address} as {self.as_ or 'nobody'}"


PLACES = [
    Place("/sign-in", NOBODY),
    Place("/about/recorded", NOBODY),
    Place("/"),
    Place("/search"),
    Place("/search?q=RSDL"),
    Place("/search?q=RSDL&f=target:CHN&f=-signatory:CAN&exact=1"),
    Place("/search?q=("),
    Place("/search?q=nowhereinthearchive"),
    Place("/search?f=nonsense"),
    Place("/search/build"),
    Place("/search/build?q=torture+group:EU>=7+signedby:(Canada+AND+Japan)+without:HUN+has:reply"),
    Place("/search/build?q=torture^2"),
    Place("/search/build?signed_by=Korea&at_least=x&near=one&date_from=soon"),
    Place("/search/draft"),
    Place("/search/wording"),
    Place("wording of founding"),
    Place("/search?q=detentoin+tortur"),
    Place("like founding"),
    Place("founding"),
    Place("founding in its search"),
    Place("history"),
    Place("longest list"),
    Place("/parties"),
    Place("/parties?q=nowhere"),
    Place("/parties/CZE"),
    Place("/parties/CHN"),
    Place("/parties/EU"),
    Place("/parties/G7?at=2012-05-18"),
    Place("/parties/UN_EEG"),
    Place("/parties/G7?at=yesterday"),
    Place("/searches"),
    Place("/searches", REGISTRAR),
    Place("/searches/new?q=RSDL&f=target:CHN&f=-signatory:CAN&from=2016&exact=1"),
    Place("saved search"),
    Place("saved search to remove"),
    Place("shared search", REGISTRAR),
    Place("results of the saved search"),
    Place("/new"),
    Place("/awaiting-reply"),
    Place("/account"),
    Place("/account/password"),
    Place("/help/search"),
    Place("/about/markings"),
    Place("/about/accessibility"),
    Place("/about/recorded"),
    Place("/about/keyboard"),
    Place("/nothing-here"),
    Place("/audit", AUDITOR),
    Place("/audit?from=yesterday", AUDITOR),
    Place("/account", ADMINISTRATOR),
    Place("/administration/backups", ADMINISTRATOR),
    Place("/hand-over", REGISTRAR),
    Place("/search", AUDITOR),
    Place("/link/made-up", NOBODY),
    Place("/account/factor"),
    Place("/account/settings"),
    Place("/account/requests"),
    Place("/account/emergency"),
    Place("/account/approvals", REGISTRAR),
    Place("/accounts", OFFICER),
    Place("/accounts?q=nobodyatall", OFFICER),
    Place("/accounts/invite", OFFICER),
    Place("account of the reader", OFFICER),
    Place("clearance of the reader", OFFICER),
    Place("grant for the reader", OFFICER),
    Place("/accounts/requests", OFFICER),
    Place("/accounts/emergencies", AUDITOR),
    Place("/administration", ADMINISTRATOR),
    Place("/administration/examination", ADMINISTRATOR),
    Place("/search?q=torture", REGISTRAR),
    Place("/authorities"),
    Place("/authorities/persons"),
    Place("/authorities/offices"),
    Place("/authorities/parties"),
    Place("/authorities/parties/CAN", REGISTRAR),
    Place("/authorities/persons/xie-yang", REGISTRAR),
    Place("/authorities/persons/xie-yang/merge", REGISTRAR),
    Place("/authorities/propose", REGISTRAR),
    Place("/authorities/proposals", REGISTRAR),
    Place("founding", REGISTRAR),
    Place("relations", REGISTRAR),
    Place("notes", REGISTRAR),
    Place("withdraw", REGISTRAR),
    Place("/bulk", REGISTRAR),
    Place("/bulk?all=1&q=torture", REGISTRAR),
    Place("/marking/check", REGISTRAR),
    Place("/releases", REGISTRAR),
    Place("label", REGISTRAR),
    Place("consent", REGISTRAR),
    Place("/register", REGISTRAR),
    Place("/register/new", REGISTRAR),
    Place("amend founding", REGISTRAR),
    Place("amend longest list", REGISTRAR),
    Place("version 1 of founding", REGISTRAR),
    Place("/retention", REGISTRAR),
    Place("/retention/due", REGISTRAR),
    Place("/retention/series", REGISTRAR),
    Place("/retention/series/new", REGISTRAR),
    Place("/retention/holds/new", REGISTRAR),
    Place("retention", REGISTRAR),
]
