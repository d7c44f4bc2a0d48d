"""Taking away a file of a record, always as a download and never shown in the page.

The type is one of our own table; the name is cleaned of everything that could mislead a browser, a
file system or the person who reads it. The whole file is sent, in chunks; ranges are not offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from flask import Blueprint, Response, request

from app.domain.principals import Action
from app.services import files as file_service
from app.web.attachments import attachment
from app.web.context import current_principal, request_work
from app.web.policy import requires

bp = Blueprint("files", __name__)
CHUNK_BYTES = 256 * 1024


@bp.get("/files/<uuid:file_id>")
@requires(Action.READ)
def download(file_id: UUID) -> Response:
    """The original, byte for byte."""
    opened = file_service.open_file(current_principal(), request_work(), str(file_id))
    response = Response(_chunks(opened.stream), content_type=opened.media_type)
    if request.method == "HEAD":
        opened.stream.close()
    response.call_on_close(opened.stream.close)  # also when the reader goes away in the middle
    response.content_length = opened.view.size_bytes
    response.headers["Content-Disposition"] = attachment(opened.view.name)
    response.headers["Accept-Ranges"] = "none"
    return response


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk
