"""The forms of the account pages. Times are UTC; what may be chosen comes from the label scheme."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.domain.access import Clearance, LabelScheme
from app.domain.errors import InvalidInput
from app.domain.principals import Role
from app.domain.wording import Wording, said
from app.services.account_sheets import AccountState
from app.services.accounts import AccountDraft, ClearanceChange
from app.services.grants import GrantDraft

_MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
_ROLES = {role.value: Wording(role.value.capitalize()) for role in Role}
_UNCHANGED = {"": "unchanged"}


class Checkboxes(SelectMultipleField):  # type: ignore[misc]
    """Several of a few, one box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FilterForm(FlaskForm):  # type: ignore[misc]
    """What to narrow the list to; it changes nothing, so it travels in the address."""

    class Meta:
        csrf = False

    q = StringField(said("Name"))
    role = SelectField(said("Role"), choices={"": said("every role")} | _ROLES)
    state = SelectField(
        said("Account"),
        choices={"": said("every account")}
        | {one.value: Wording(one.value) for one in AccountState},
    )


class ClearanceFields(FlaskForm):  # type: ignore[misc]
    """Role and clearance; shared by inviting and clearing."""

    role = SelectField(
        said("Role"), choices=_ROLES, description=said("says what the person may do")
    )
    level = SelectField(
        said("Cleared to"), description=said("the highest level the person may see")
    )
    compartments = Checkboxes(said("Compartments"), [Optional()])
    party = StringField(
        said("Serves"),
        description=said("the party, as CAN; decides about releasable texts; empty for none"),
    )

    def offer(self, labels: LabelScheme) -> None:
        """Fill what may be chosen."""
        self.level.choices = _names(labels)
        self.compartments.choices = {name: name for name in sorted(labels.compartments)}

    @property
    def party_code(self) -> str:
        return (self.party.data or "").strip().upper()


class InviteForm(ClearanceFields):
    """A new account."""

    name = StringField(
        said("User name"),
        [InputRequired(said("Write the name to sign in with."))],
        description=said("2 to 64 small letters, digits, points, hyphens"),
    )
    display_name = StringField(
        said("Name to show"), description=said("as in the masthead; default the user name")
    )
    mail_address = StringField(
        said("Mail address"), description=said("the link is sent there; the address is not kept")
    )

    def draft(self, labels: LabelScheme) -> AccountDraft:
        clearance = Clearance(
            labels.level(self.level.data),
            frozenset(self.compartments.data or ()),
            self.party_code or None,
        )
        return AccountDraft(
            self.name.data, self.display_name.data or "", Role(self.role.data), clearance
        )


class ClearForm(ClearanceFields):
    """A change of role and clearance."""

    def change(self) -> ClearanceChange:
        return ClearanceChange(
            level=self.level.data,
            compartments=frozenset(self.compartments.data or ()),
            party=self.party_code,
            role=Role(self.role.data),
        )


class LinkForm(FlaskForm):  # type: ignore[misc]
    """Where a link is to be sent; empty: it is shown."""

    mail_address = StringField(
        said("Mail address"), description=said("empty: the link is shown to be handed over")
    )


class GrantForm(FlaskForm):  # type: ignore[misc]
    """Access for a while."""

    compartments = Checkboxes(said("Compartments"), [Optional()])
    level = SelectField(said("Level"), description=said("only for this time; usually unchanged"))
    starts = DateTimeLocalField(
        said("From"), [Optional()], format=_MOMENTS, description=said("UTC; empty: now")
    )
    ends = DateTimeLocalField(
        said("Until"),
        [InputRequired(said("Write when it ends."))],
        format=_MOMENTS,
        description=said("UTC"),
    )
    reason = TextAreaField(
        said("Reason"),
        [InputRequired(said("Write the reason."))],
        description=said("kept with the grant"),
    )

    def offer(self, labels: LabelScheme) -> None:
        self.level.choices = _UNCHANGED | _names(labels)
        self.compartments.choices = {name: name for name in sorted(labels.compartments)}

    def draft(self, now: datetime) -> GrantDraft:
        return GrantDraft(
            self.level.data or "",
            frozenset(self.compartments.data or ()),
            _utc(self.starts.data) if self.starts.data else now,
            _utc(self.ends.data),
            self.reason.data,
        )


class AnswerForm(GrantForm):
    """An officer's answer to a request: granted until, or refused; the reason is what is told."""

    decision = RadioField(
        said("Answer"),
        [InputRequired(said("Choose an answer."))],
        choices={"grant": said("Granted until the end below"), "refuse": said("Refused")},
    )
    ends = DateTimeLocalField(said("Until"), [Optional()], format=_MOMENTS, description=said("UTC"))
    reason = TextAreaField(
        said("Answer in words"),
        [InputRequired(said("Write the answer."))],
        description=said(
            "the person who asked reads exactly this; do not name what they need not know"
        ),
    )

    def draft(self, now: datetime) -> GrantDraft:
        if not self.ends.data:
            raise InvalidInput("ends", "Write when it ends.")
        return super().draft(now)


class ApprovalForm(FlaskForm):  # type: ignore[misc]
    """The first approval of emergency access, or its refusal."""

    compartments = Checkboxes(said("Compartments"), [Optional()])
    level = SelectField(
        said("Level"), description=said("unchanged, unless the emergency needs more")
    )
    hours = IntegerField(
        said("Hours"), [Optional()], description=said("from the second approval on")
    )
    reason = TextAreaField(
        said("If refused: why"), description=said("the person who asked reads this")
    )
    decision = RadioField(
        said("Answer"),
        [InputRequired(said("Choose an answer."))],
        choices={"approve": said("Approved, if a second person agrees"), "refuse": said("Refused")},
    )

    def offer(self, labels: LabelScheme) -> None:
        self.level.choices = _UNCHANGED | _names(labels)
        self.compartments.choices = {name: name for name in sorted(labels.compartments)}


class WishForm(FlaskForm):  # type: ignore[misc]
    """What somebody needs to see, in words of their own."""

    asked_for = StringField(
        said("What you need to see"),
        [InputRequired(said("Write what you need to see."))],
        description=said("a compartment or level, if you know its name; else in your own words"),
    )
    reason = TextAreaField(said("Why"), [InputRequired(said("Write the reason."))])


def put_error(form: FlaskForm, error: InvalidInput, other: str) -> None:
    """Tie the error to its field, or to `other` when it belongs to none of this form."""
    name = error.field if error.field in form._fields else other
    form[name].errors = [error.message]


def _names(labels: LabelScheme) -> dict[str, str]:
    return {level.name: level.words for level in labels.levels}


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
