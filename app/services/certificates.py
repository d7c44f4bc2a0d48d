"""The certificate of a disposal as PDF, for registrars who may see every record on its list. Open `paper`."""

from __future__ import annotations

import hashlib
import json

from app.domain.access import join_labels
from app.domain.disposals import DisposalList
from app.domain.errors import NotFound
from app.domain.principals import Principal
from app.domain.wording import said
from app.pdf.frame import Imprint, render
from app.pdf.reports import disposal_certificate
from app.services import audit, disposals
from app.services.sheets import SheetFile
from app.services.work import Work

PAPER_MADE = "disposal certificate made"


def paper(principal: Principal, work: Work, list_id: str) -> SheetFile:
    """The certificate of a list that was carried out. Recorded first.

    Its marking is the join of the records it names. Raises NotFound for hidden and absent alike, and for
    a list that has no certificate.
    """
    made = disposals.view(principal, work, list_id).made
    if not made.certificate or made.decided_at is None:
        raise NotFound(disposals.NOT_HERE)
    audit.record_reading(principal, work, PAPER_MADE, [list_id], {})
    label = join_labels((one.label for one in made.disposed_items), work.labels.bottom)
    digest = _content_sha256(made)
    digest_words = said("sha-256 {digest}…{digest2}", digest=digest[:4], digest2=digest[-4:])
    imprint = Imprint(
        title="Disposal certificate",
        organisation=work.organisation,
        reference=made.certificate,
        label=label,
        reader="",
        printed_at=made.decided_at,
        copy_number=1,
        copies=None,
        revision=0,
        readable_total=0,
        content_sha256=digest,
        emergency=principal.emergency,
        colophon=(
            f"Certificate {made.certificate} · carried out {made.decided_at:%Y-%m-%d %H:%M} UTC",
            said(
                "{count} of {count2} listed · {digest_words}",
                count=len(made.disposed_items),
                count2=len(made.items),
                digest_words=digest_words,
            ),
        ),
    )
    content = render(disposal_certificate.blocks(made), imprint, work.fonts)
    return SheetFile(content, f"{made.certificate}.pdf", label)


def _content_sha256(made: DisposalList) -> str:
    """Of what was disposed of and by whom: the same list, the same digest, on any machine."""
    told = [
        [
            one.reference,
            one.title,
            one.dated,
            str(one.label),
            one.series_code,
            one.rule,
            one.authority,
        ]
        + [file.sha256 for file in one.files]
        for one in made.disposed_items
    ]
    who = [made.certificate, made.proposed_by, made.reason, made.decided_by, made.decision_reason]
    text = json.dumps([who, [made.receiver, made.confirmation], told], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
