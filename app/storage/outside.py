"""Saying one line to somewhere outside: a file that is only appended to, or a log host (RFC 3164)."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from app.domain.errors import Unavailable
from app.domain.wording import said

_FILE_MODE = 0o600
_SYSLOG_PORT = 514
_NOTICE_OF_AUDIT = "<109>"  # facility 13 (log audit), severity 5 (notice)
_TIMEOUT_S = 5


def append_line(path: Path, line: str) -> None:
    """Append one line, durably. Raises Unavailable("checkpoints")."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        descriptor = os.open(path, flags, _FILE_MODE)
        try:
            os.write(descriptor, f"{line}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise Unavailable(
            "checkpoints",
            said(
                "{path} cannot be written: {why}. See CHANCERY_CHECKPOINT_FILE.",
                path=path,
                why=error.strerror,
            ),
        ) from error


def send_to_syslog(address: str, line: str) -> None:
    """Send one line to a socket of this machine (`/dev/log`) or to `host` or `host:port` by UDP.

    Raises Unavailable("checkpoints") when it cannot even be sent; UDP tells no more.
    """
    message = f"{_NOTICE_OF_AUDIT}chancery: {line}".encode()
    try:
        if address.startswith("/"):
            _send(socket.AF_UNIX, address, message)
        else:
            host, _, port = address.partition(":")
            _send(socket.AF_INET, (host, int(port or _SYSLOG_PORT)), message)
    except (OSError, ValueError) as error:
        raise Unavailable(
            "checkpoints",
            said(
                "The log at {address} does not answer. See CHANCERY_CHECKPOINT_SYSLOG.",
                address=address,
            ),
        ) from error


def _send(family: socket.AddressFamily, address: str | tuple[str, int], message: bytes) -> None:
    with socket.socket(family, socket.SOCK_DGRAM) as channel:
        channel.settimeout(_TIMEOUT_S)
        channel.connect(address)
        channel.send(message)
