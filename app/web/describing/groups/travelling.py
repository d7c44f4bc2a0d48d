"""How the letter travelled: its other dates, channel, languages, the identifiers of others."""

from __future__ import annotations

from app.domain.records import ExternalReference
from app.domain.vocabularies import Channel, Publicity
from app.domain.wording import said
from app.web.describing.controls import Field, Maybe, MaybeChoice, Several, Text
from app.web.describing.fact_controls import EDTF_HELP, Dated
from app.web.describing.rows import Rows

EXTERNAL_REFERENCES = Rows(
    ExternalReference,
    said("identifier"),
    (
        Field(
            "scheme",
            said("Scheme"),
            Text(),
            said("UN symbol, OJ, telegram number"),
            is_required=True,
        ),
        Field("value", said("Identifier"), Text(), is_required=True),
    ),
)
FIELDS = (
    Field("disclosed", said("Disclosed"), Dated(), EDTF_HELP),
    Field("dispatched", said("Dispatched"), Dated(), EDTF_HELP),
    Field("received", said("Received"), Dated(), EDTF_HELP),
    Field("published", said("Published"), Dated(), EDTF_HELP),
    Field("channel", said("Channel"), MaybeChoice(Channel)),
    Field("publicity", said("Intended publicity"), MaybeChoice(Publicity)),
    Field(
        "languages",
        said("Languages"),
        Several(",", lines=1),
        said("Tags divided by commas: en, zh-Hans"),
    ),
    Field("title_language", said("Language of the title"), Maybe(), said("A tag: en, fr, zh-Hans")),
    Field("document_symbol", said("Document symbol"), Maybe(), said("A/HRC/41/G/11")),
    Field("external_references", said("Identifiers of others"), EXTERNAL_REFERENCES),
)
