"""Sending through a relay by SMTP: one connection for one mail, short patience, errors translated."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP

from app.domain.errors import Unavailable
from app.mail.mail_room import Mail

TIMEOUT_S = 10


class SmtpMailRoom:
    """`security`: `starttls`, `tls` or `none`. Without `user` nobody signs in to the relay."""

    is_open = True

    def __init__(
        self, host: str, port: int, *, security: str, user: str, password: str, sender: str
    ) -> None:
        self._host, self._port, self._security = host, port, security
        self._user, self._password, self._sender = user, password, sender

    def send(self, mail: Mail) -> None:
        """As the protocol says. The reason given holds nothing that the relay said."""
        try:
            with self._connected() as relay:
                if self._security == "starttls":
                    relay.starttls(context=ssl.create_default_context())
                if self._user:
                    relay.login(self._user, self._password)
                relay.send_message(message_of(mail, self._sender))
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(
                "mail", f"The mail relay did not take it ({type(error).__name__})."
            ) from error

    def _connected(self) -> smtplib.SMTP:
        if self._security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_S, context=context)
        return smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)


def message_of(mail: Mail, sender: str) -> EmailMessage:
    """The mail as a message. The policy refuses line breaks in headers."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message
