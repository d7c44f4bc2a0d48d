"""To whom a text may be released: codes of countries, groups and their members, lists of both.

Codes are ISO 3166-1 alpha-3, as everywhere in Chancery, with XKX and the codes of organisations that
accounts can serve. A group stands for its members at the date beside it; a code nobody knows makes a
list unreadable, since a slip of the pen must never name somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


EU = "EU"
EU_MEMBERS = _codes(
    "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT "
    "ROU SVK SVN SWE"
)
"""Since 1 February 2020."""
NATO = "NATO"
NATO_MEMBERS = _codes(
    "ALB BEL BGR CAN CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN ISL ITA LTU LUX LVA MKD MNE NLD "
    "NOR POL PRT ROU SVK SVN SWE TUR USA"
)
"""Since 7 March 2024."""
GROUPS: dict[str, frozenset[str]] = {
    "EU": EU_MEMBERS | {EU},
    "NATO": NATO_MEMBERS | {NATO},
    "FVEY": frozenset({"AUS", "CAN", "GBR", "NZL", "USA"}),
    "ACGU": frozenset({"AUS", "CAN", "GBR", "USA"}),
    "TEYE": frozenset({"AUS", "GBR", "USA"}),
}
COUNTRIES = _codes(
    "ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR "
    "BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG "
    "COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH "
    "FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY "
    "HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM "
    "KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL "
    "MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR "
    "NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU "
    "SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA "
    "TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB "
    "VIR VNM VUT WLF WSM XKX YEM ZAF ZMB ZWE"
)
_SHORT = {"UK": "GBR", "US": "USA", "NZ": "NZL"}


def country(code: str) -> str | None:
    """The alpha-3 code of one country; also for `UK`, `US`, `NZ`, as before EYES ONLY."""
    found = _SHORT.get(code, code)
    return found if found in COUNTRIES else None


def countries(codes: Iterable[str]) -> frozenset[str] | None:
    """Several countries, each named once; None where one is unknown or stands twice."""
    named = [country(code.strip()) for code in codes]
    known = [one for one in named if one is not None]
    return frozenset(known) if known and len(set(known)) == len(named) else None


def parties(text: str) -> frozenset[str] | None:
    """A list between commas of countries, EU, NATO or groups, taken apart into members."""
    found: set[str] = set()
    for code in text.split(","):
        members = GROUPS.get(code.strip())
        if members is None and code.strip() not in COUNTRIES:
            return None
        found |= members or {code.strip()}
    return frozenset(found)


def single_parties(text: str) -> frozenset[str] | None:
    """A list between commas in which EU and NATO stand for themselves, as in our own labels."""
    codes = [code.strip() for code in text.split(",")]
    known = COUNTRIES | {EU, NATO}
    return frozenset(codes) if all(code in known for code in codes) else None


def in_order(codes: Iterable[str], first: str = "") -> list[str]:
    """Alphabetical, the party whose text it is before all others."""
    return sorted(codes, key=lambda code: (code != first, code))
