"""A bag of records as an answer: made in a file without a name and sent when it is whole.

So a damaged original or a record that left one's sight gives a page that says so, never half a file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from flask import Response

from app.domain.records import RecordId
from app.services import handing_over
from app.web.attachments import attachment
from app.web.context import current_house, current_principal, request_work

CHUNK_BYTES = 256 * 1024


def bag_answer(record_ids: Sequence[RecordId], *, approval: str = "") -> Response:
    """The zipped bag. Raises as `handing_over.export`."""
    house = current_house()
    target = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - closed by the answer
    try:
        made = handing_over.export(
            current_principal(),
            request_work(),
            record_ids,
            target,
            made_at=house.clock.now(),
            most_bytes=handing_over.MOST_BYTES_ON_A_PAGE,
            most_alone=house.settings.export_alone,
            approval=approval,
        )
    except BaseException:
        target.close()
        raise
    return _sent(target, made.filename)


def _sent(target: BinaryIO, filename: str) -> Response:
    size = target.seek(0, 2)
    target.seek(0)
    answer = Response(_chunks(target), content_type="application/zip")
    answer.call_on_close(target.close)  # also when the reader goes away in the middle
    answer.content_length = size
    answer.headers["Content-Disposition"] = attachment(filename)
    return answer


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk
