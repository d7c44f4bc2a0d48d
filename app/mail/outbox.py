"""A mail room that writes files: for trials and tests, where nothing may leave the machine."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from app.domain.errors import Unavailable
from app.mail.mail_room import Mail
from app.mail.smtp import message_of

PRIVATE_FILE = 0o600


class FolderMailRoom:
    """Each mail becomes an `.eml` file that its owner alone may read."""

    is_open = True

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder, self._sender = folder, sender

    def send(self, mail: Mail) -> None:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._folder / f"{secrets.token_hex(8)}.eml"
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
            with open(handle, "wb") as target:
                target.write(message_of(mail, self._sender or "chancery@localhost").as_bytes())
        except OSError as error:
            raise Unavailable("mail", "The folder for mails cannot be written to.") from error
