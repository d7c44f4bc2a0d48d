"""A list of results as one JSON object: query, marking, records. docs/reference/file-formats.md names all.

Fields are named as in `domain/`; codes stand as codes and dates as EDTF, so that programs need no words.
"""

from __future__ import annotations

import json
from typing import Any

from app.exporters.listing import ListedRecord, Listing, tidy

FORMAT = "chancery-results/1"


def write_json(listing: Listing) -> bytes:
    """UTF-8 without a byte order mark (RFC 8259)."""
    query = listing.query
    plain = {
        "format": FORMAT,
        "marking": tidy(listing.marking),
        "query": {
            "text": tidy(query.text),
            "filters": [tidy(one) for one in query.filters],
            "date_from": tidy(query.date_from),
            "date_to": tidy(query.date_to),
            "order": query.order,
            "exact_words_only": query.exact_words_only,
        },
        "total": listing.total,
        "is_cut": listing.is_cut,
        "notices": [tidy(one) for one in listing.notices],
        "organisation": tidy(listing.organisation),
        "made_by": tidy(listing.made_by),
        "made_at": listing.moment,
        "product": listing.product,
        "records": [_record(one) for one in listing.records],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1).encode() + b"\n"


def _record(one: ListedRecord) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "marking": tidy(one.marking),
        "kind": one.kind,
        "title": tidy(one.title),
        "title_is_supplied": one.title_is_supplied,
        "date": one.date.edtf if one.date else None,
        "place": tidy(one.place),
        "addressees": tidy(one.addressees),
        "signatories": [
            {"code": tidy(party.code), "name": tidy(party.name)} for party in one.signatories
        ],
        "signatories_published": one.signatories_published,
        "signatures_are_complete": one.signatures_are_complete,
        "languages": [tidy(tag) for tag in one.languages],
        "disclosure": one.disclosure,
        "holding": one.holding,
        "address": one.address,
    }
