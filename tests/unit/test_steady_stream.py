"""Files come out of a multipart form byte for byte, wherever the pieces of the stream end."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.formparser import parse_form_data

from app.web.steady_stream import SteadyStream

BOUNDARY = "----WebKitFormBoundary0123456789ABCDEF"
PIECE = 64 * 1024


def _form(*files: bytes) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n'
        "Content-Type: text/plain\r\n\r\n".encode()
        + content
        + b"\r\n"
        for content in files
    ]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _parsed(body: bytes) -> list[bytes]:
    environment = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": SteadyStream(io.BytesIO(body)),
    }
    _, _, files = parse_form_data(environment, silent=False)
    contents = []
    for one in files.getlist("files"):
        with one.stream as stream:
            contents.append(stream.read())
    return contents


@pytest.mark.parametrize("short_of", range(420))
def test_a_file_is_whole_wherever_the_first_piece_ends(short_of: int) -> None:
    content = b"x" * (PIECE - short_of)
    assert _parsed(_form(content, b"", b"y")) == [content, b"", b"y"]


@given(st.binary(max_size=300), st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_nothing_is_lost_or_moved(content: bytes, sizes: list[int]) -> None:
    tricky = content.replace(b"\0", b"\r").replace(b"\1", b"-")
    stream = SteadyStream(io.BytesIO(tricky))
    pieces = [stream.read(size) for size in sizes]
    rest = b"".join(iter(lambda: stream.read(7), b""))
    assert b"".join(pieces) + rest == tricky
