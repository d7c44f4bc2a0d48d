"""The mail room: a relay that takes, refuses or is away; files instead; nothing named of the archive."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from app.domain.admission import LinkPurpose
from app.domain.errors import InvalidInput, Unavailable
from app.mail.mail_room import ClosedMailRoom, Mail
from app.mail.outbox import FolderMailRoom
from app.mail.smtp import SmtpMailRoom
from app.services import account_links
from app.services.account_links import NewLink
from app.wiring import House, build_house
from config import MailSettings
from tests.houses import NOON, settings_for
from tests.people import operator

MAIL = Mail("somebody@ministry.example", "Your account", "Grüße\n")


class _Relay(socketserver.StreamRequestHandler):
    """As much of a relay as a client needs to hand one mail over."""

    answer = b"250 taken"
    taken: list[bytes]

    def handle(self) -> None:
        self._say(b"220 relay")
        while line := self.rfile.readline().strip():
            word = line[:4].upper()
            if word == b"DATA":
                self._say(b"354 go on")
                self._read_mail()
                self._say(self.answer)
            else:
                self._say(b"221 bye" if word == b"QUIT" else b"250 fine")

    def _read_mail(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.taken.append(b"".join(lines))

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def _relay(answer: bytes = b"250 taken") -> Iterator[tuple[int, list[bytes]]]:
    taken: list[bytes] = []
    handler = type("Relay", (_Relay,), {"answer": answer, "taken": taken})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_address[1], taken
        finally:
            server.shutdown()
            thread.join()


def _room(port: int) -> SmtpMailRoom:
    return SmtpMailRoom(
        "127.0.0.1", port, security="none", user="", password="", sender="chancery@ministry.example"
    )


def _link() -> NewLink:
    return NewLink("T" * 43, LinkPurpose.INVITATION, "an-id", "b.new", NOON + timedelta(hours=24))


def test_a_relay_takes_the_mail_as_written() -> None:
    with _relay() as (port, taken):
        _room(port).send(MAIL)
    message = message_from_bytes(taken[0], policy=default)
    assert message["To"] == MAIL.to
    assert message["From"] == "chancery@ministry.example"
    assert message.get_content().strip() == "Grüße"


def test_a_relay_that_refuses_or_is_away_is_unavailable_and_says_nothing_of_its_own() -> None:
    with (
        _relay(b"550 secret words of the relay") as (port, _),
        pytest.raises(Unavailable) as refused,
    ):
        _room(port).send(MAIL)
    with pytest.raises(Unavailable):
        _room(port).send(MAIL)  # nobody listens any more
    assert "secret words" not in refused.value.message


def test_mails_become_private_files_where_a_folder_is_set(tmp_path: Path) -> None:
    FolderMailRoom(tmp_path / "mails", "").send(MAIL)
    (path,) = (tmp_path / "mails").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    assert message_from_bytes(path.read_bytes(), policy=default)["Subject"] == "Your account"


def test_settings_choose_the_room(tmp_path: Path) -> None:
    def room(host: str, folder: Path | None) -> object:
        mail = MailSettings(host, 25, "none", "", "", "", folder)
        house = build_house(settings_for(tmp_path / "home", mail=mail))
        house.close()
        return type(house.mail)

    assert room("", None) is ClosedMailRoom
    assert room("relay.example", None) is SmtpMailRoom
    assert room("relay.example", tmp_path / "mails") is FolderMailRoom


def test_a_mailed_link_is_built_from_the_setting_and_names_nothing(
    house: House, tmp_path: Path
) -> None:
    house.mail = FolderMailRoom(tmp_path / "mails", "x@ministry.example")
    with house.work() as work:
        account_links.send(
            operator(house), work, _link(), "b@ministry.example", "https://archive.example"
        )
    (path,) = (tmp_path / "mails").iterdir()
    text = message_from_bytes(path.read_bytes(), policy=default).get_content()
    assert f"https://archive.example/link/{'T' * 43}" in text
    for word in ("Chancery", "letter", "diplomatic", "Secret", "Official"):
        assert word.casefold() not in text.casefold().replace("archive.example", "")


@pytest.mark.parametrize(
    "address",
    ["", "b", "b@", "b@x\r\nBcc: c@y.example", "b@x.example, c@y.example", "<b@x.example>", "b@x"],
)
def test_what_is_no_single_address_is_refused(house: House, tmp_path: Path, address: str) -> None:
    house.mail = FolderMailRoom(tmp_path / "mails", "")
    with house.work() as work, pytest.raises(InvalidInput):
        account_links.send(operator(house), work, _link(), address, "https://archive.example")
    assert not (tmp_path / "mails").exists()
