"""Downloads: the bytes, the headers, and names that somebody else chose."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.web.attachments import LONGEST, attachment, clean_name
from app.wiring import House
from tests.integration.test_files import ABSENT, LETTER, keep
from tests.people import an_account, sign_in

_HEADER = re.compile(
    r"attachment; filename=\"([ -!#-\[\]-~]+)\"(?:; filename\*=UTF-8''([\w.~%-]+))?\Z"
)
BIDI = "\u202e\u2066\u2069\u200f"


@pytest.fixture
def reader(client: FlaskClient, house: House) -> FlaskClient:
    an_account(house, level="Official", compartments=frozenset({"HR-CHN"}))
    sign_in(client)
    return client


def test_a_download_is_the_original_byte_for_byte(reader: FlaskClient, house: House) -> None:
    kept = keep(house, label="Official/HR-CHN")

    answer = reader.get(f"/files/{kept.file}")

    assert answer.status_code == 200
    assert answer.data == LETTER
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Length"] == str(len(LETTER))
    assert headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].endswith("; sandbox")
    assert headers["Accept-Ranges"] == "none"
    assert not {"ETag", "Last-Modified"} & set(headers.keys())


def test_head_answers_alike_without_the_bytes(reader: FlaskClient, house: House) -> None:
    kept = keep(house)

    got, asked = (reader.open(f"/files/{kept.file}", method=one) for one in ("GET", "HEAD"))

    assert asked.data == b""
    assert dict(asked.headers) == dict(got.headers)


def test_a_range_is_answered_with_the_whole(reader: FlaskClient, house: House) -> None:
    kept = keep(house)

    answer = reader.get(f"/files/{kept.file}", headers={"Range": "bytes=0-3"})

    assert (answer.status_code, answer.data) == (200, LETTER)


def test_hidden_and_absent_get_the_same_bytes(reader: FlaskClient, house: House) -> None:
    hidden = keep(house, label="Secret")

    answers = [reader.get(f"/files/{file_id}") for file_id in (hidden.file, ABSENT)]

    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = {re.sub(r'value="[^"]+"', "", answer.text) for answer in answers}
    assert len(bodies) == 1
    assert "sandbox" not in answers[0].headers["Content-Security-Policy"]


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, house: House) -> None:
    kept = keep(house)

    answer = client.get(f"/files/{kept.file}")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_what_cannot_be_recorded_is_503_and_holds_no_byte(
    reader: FlaskClient, house: House
) -> None:
    kept = keep(house)
    with house.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_head RENAME TO lost")

    answer = reader.get(f"/files/{kept.file}")

    assert answer.status_code == 503
    assert b"%PDF" not in answer.data


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("letter.pdf", "letter.pdf"),
        ("Lettre à Son Excellence.pdf", "Lettre à Son Excellence.pdf"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\letter.docx", "letter.docx"),
        ("letter\r\nSet-Cookie: a=b.pdf", "letterSet-Cookie_ a=b.pdf"),
        ('a"b.pdf', "a_b.pdf"),
        (f"letter{BIDI}fdp.exe", "letterfdp.exe"),
        ("zero\u200bwidth\ufeff.pdf", "zerowidth.pdf"),
        ("nul\x00.pdf", "nul.pdf".replace("nul.", "_nul.")),
        ("CON.txt", "_CON.txt"),
        ("...", "file"),
        ("", "file"),
        ("/", "file"),
        ("  .hidden  ", "hidden"),
        ("a\ud800b.pdf", "ab.pdf"),
        ("50% plan;v2.pdf", "50_ plan_v2.pdf"),
        ("x" * 10_000 + ".pdf", "x" * (LONGEST - 4) + ".pdf"),
        ("部长.pdf", "部长.pdf"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Lettre à Son Excellence.pdf", "Lettre a Son Excellence.pdf"),
        ("部长.pdf", "file.pdf"),
        ("письмо", "file"),
        ("JL 2017 – réponse.docx", "JL 2017 _ reponse.docx"),
    ],
)
def test_old_programs_get_an_ascii_name(name: str, plain: str) -> None:
    found = _HEADER.match(attachment(name))

    assert found
    assert found[1] == plain
    assert unquote(found[2]) == name


@given(st.text(max_size=300))
def test_no_name_breaks_the_header(name: str) -> None:
    header = attachment(name)

    assert _HEADER.match(header), header
    assert header.isascii()
    assert len(header) < 2_500


@given(st.text(max_size=300))
def test_cleaning_a_clean_name_changes_nothing(name: str) -> None:
    assert clean_name(clean_name(name)) == clean_name(name)


@pytest.mark.parametrize("name", ['a"\r\nX-Evil: 1.pdf', f"{BIDI}fdp.exe", "../../x", "\ud800"])
def test_a_hostile_name_reaches_no_header(reader: FlaskClient, house: House, name: str) -> None:
    stored_name = name.encode("utf-8", "replace").decode()
    kept = keep(house, name=stored_name)

    answer = reader.get(f"/files/{kept.file}")

    assert answer.status_code == 200
    assert _HEADER.match(answer.headers["Content-Disposition"])
    assert "X-Evil" not in answer.headers
