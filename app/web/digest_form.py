"""The digest by mail: how often, and to which address; a form of its own on the page of settings."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from app.domain.principals import Action
from app.domain.saved_searches import DigestChoice, DigestFrequency
from app.domain.wording import said
from app.services import search_digests
from app.web.context import current_principal, request_work

_CHOICES = {
    DigestFrequency.OFF.value: said("Never"),
    DigestFrequency.DAILY.value: said("Once a day"),
    DigestFrequency.WEEKLY.value: said("Once a week"),
}


class DigestForm(FlaskForm):  # type: ignore[misc]
    """Only where mail leaves this house."""

    frequency = SelectField(said("How often"), choices=_CHOICES)
    address = StringField(
        said("Mail address"), description=said("Kept with your account until you choose never.")
    )

    @property
    def wanted(self) -> DigestChoice:
        return DigestChoice(DigestFrequency(self.frequency.data), self.address.data or "")


def digest_form() -> DigestForm | None:
    """The form as the choice stands; None where there is nothing to choose."""
    principal, work = current_principal(), request_work()
    if not principal.may(Action.KEEP_SEARCHES) or not search_digests.can_send(work):
        return None
    kept = search_digests.choice(principal, work)
    return DigestForm(formdata=None, frequency=kept.frequency.value, address=kept.address)
