"""How the letter travelled: its other dates, channel, languages, the identifiers of others."""

from __future__ import annotations

from app.domain.records import ExternalReference
from app.domain.vocabularies import Channel, Publicity
from app.web.describing.controls import Field, Maybe, MaybeChoice, Several, Text
from app.web.describing.fact_controls import EDTF_HELP, Dated
from app.web.describing.rows import Rows

EXTERNAL_REFERENCES = Rows(
    ExternalReference,
    "identifier",
    (
        Field("scheme", "Scheme", Text(), "UN symbol, OJ, telegram number", is_required=True),
        Field("value", "Identifier", Text(), is_required=True),
    ),
)
FIELDS = (
    Field("disclosed", "Disclosed", Dated(), EDTF_HELP),
    Field("dispatched", "Dispatched", Dated(), EDTF_HELP),
    Field("received", "Received", Dated(), EDTF_HELP),
    Field("published", "Published", Dated(), EDTF_HELP),
    Field("channel", "Channel", MaybeChoice(Channel)),
    Field("publicity", "Intended publicity", MaybeChoice(Publicity)),
    Field("languages", "Languages", Several(",", lines=1), "Tags divided by commas: en, zh-Hans"),
    Field("title_language", "Language of the title", Maybe(), "A tag: en, fr, zh-Hans"),
    Field("document_symbol", "Document symbol", Maybe(), "A/HRC/41/G/11"),
    Field("external_references", "Identifiers of others", EXTERNAL_REFERENCES),
)
