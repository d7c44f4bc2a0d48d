"""The forms of a draft of a briefing: its lines, for whom and how it is printed, its words, its marking.

`revision` in a form is the version somebody began from: what others changed since is not overwritten.
"""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from app.domain.access import AccessLabel, LabelScheme
from app.domain.briefing_drafts import BriefingDraft
from app.domain.briefing_merging import Lines, Output
from app.domain.briefings import LABEL_LANGUAGES, LONGEST_LINE, LONGEST_TITLE, Audience
from app.domain.errors import InvalidInput, NotFound
from app.domain.principals import Principal
from app.domain.wording import said
from app.web.account_forms import Checkboxes
from app.web.language import own_name

_TEXT = {"dir": "auto", "autocomplete": "off"}
_LINE = _TEXT | {"maxlength": LONGEST_LINE}
_LARGEST_REVISION = 9


def version_in(text: str) -> int:
    """The number of a version as a form brings it. Raises NotFound for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= _LARGEST_REVISION):
        raise NotFound
    return int(text)


class Revised(FlaskForm):  # type: ignore[misc]
    """A form that knows which version it was begun from."""

    revision = HiddenField()

    @property
    def began(self) -> int:
        """The version; 0 where none is named."""
        text = self.revision.data or ""
        is_number = text.isascii() and text.isdigit() and len(text) <= _LARGEST_REVISION
        return int(text) if is_number else 0


class LinesForm(Revised):
    """What is said of a briefing in short."""

    title = StringField(said("Title"), render_kw=_TEXT | {"maxlength": LONGEST_TITLE})
    subtitle = StringField(said("Subtitle"), description=said("May stay empty."), render_kw=_LINE)
    occasion = StringField(
        said("Occasion"), description=said("The meeting, and where it is held."), render_kw=_LINE
    )
    date = StringField(
        said("Day"),
        description=said("As 2026-11-23; empty while it is not known."),
        render_kw={"type": "date"},
    )
    prepared_for = StringField(
        said("Prepared for"), description=said("As it stands on the cover."), render_kw=_LINE
    )
    counterpart = StringField(
        said("Who is met"),
        description=said("The party, by name or code; what it signed is set against the rest."),
        render_kw=_TEXT | {"data-complete": "parties"},
    )

    @property
    def lines(self) -> Lines:
        names = ("title", "subtitle", "occasion", "date", "prepared_for", "counterpart")
        return Lines(**{name: " ".join((self[name].data or "").split()) for name in names})


class NewForm(LinesForm):
    """A new briefing, with or without what is in the basket."""

    basket = BooleanField(said("With the texts of the basket"))


class OutputForm(Revised):
    """For whom the book is, and how it is printed."""

    account = StringField(said("A person, by user name"), render_kw=_TEXT)
    level = SelectField(said("or cleared to"), default="")
    compartments = Checkboxes(said("Compartments"), [Optional()])
    party = StringField(said("serving"), render_kw=_TEXT | {"data-complete": "parties"})
    paper = SelectField(said("Paper"), choices={"a4": "A4", "letter": "Letter"})
    language = SelectField(said("Labels"))
    masks_persons = BooleanField(said("Print only names that are public already"))

    def offer(self, principal: Principal, labels: LabelScheme) -> None:
        """Fill what may be chosen: nothing that whoever makes the briefing does not have themselves."""
        cleared = principal.clearance
        levels = (one for one in labels.levels if one.rank <= cleared.level.rank)
        self.level.choices = {"": said("nobody yet")} | {one.name: one.words for one in levels}
        names = sorted(cleared.compartments & labels.compartments)
        self.compartments.choices = {name: name for name in names}
        self.language.choices = {tag: own_name(tag) for tag in LABEL_LANGUAGES}

    def show(self, draft: BriefingDraft, labels: LabelScheme, party_name: str) -> None:
        """Fill in what is chosen now."""
        briefing = draft.briefing
        self.account.data = briefing.audience.account
        if briefing.audience.clearance:
            label = labels.parse_or_intake(briefing.audience.clearance)
            self.level.data = label.level.name
            self.compartments.data = sorted(label.compartments)
        self.party.data = party_name
        self.paper.data, self.language.data = briefing.paper, briefing.language
        self.masks_persons.data = briefing.masks_persons
        self.revision.data = str(draft.revision)

    def validate(self, extra_validators: Any = None) -> bool:
        """A party alone says of nobody what they may read: it needs a clearance."""
        is_valid: bool = super().validate(extra_validators)
        is_lonely = (self.party.data or "").strip() and not self.level.data
        if is_lonely and not (self.account.data or "").strip():
            words = said("Choose what readers who serve this party are cleared to.")
            self.level.errors = [*self.level.errors, words]
            return False
        return is_valid

    @property
    def output(self) -> Output:
        return Output(
            Audience(
                account=(self.account.data or "").strip(),
                clearance="/".join([self.level.data, *sorted(self.compartments.data or ())])
                if self.level.data
                else "",
                party=(self.party.data or "").strip(),
            ),
            paper=self.paper.data,
            language=self.language.data,
            masks_persons=bool(self.masks_persons.data),
        )


class TextForm(Revised):
    """The words of one section."""

    text = TextAreaField(said("Text"), description=said("An empty line parts two paragraphs."))


class FloorForm(FlaskForm):  # type: ignore[misc]
    """How guarded the briefing's own words are."""

    level = SelectField(said("Level"))
    compartments = Checkboxes(said("Compartments"), [Optional()])
    releasable_to = StringField(
        said("Releasable to"),
        description=said("Codes of parties, as CAN, GBR; empty: no release list."),
        render_kw=_TEXT,
    )

    def offer(self, principal: Principal, labels: LabelScheme) -> None:
        cleared = principal.clearance
        levels = [one for one in labels.levels if one.rank <= cleared.level.rank]
        self.level.choices = {one.name: one.words for one in levels}
        names = sorted(cleared.compartments & labels.compartments)
        self.compartments.choices = {name: name for name in names}

    def show(self, floor: AccessLabel) -> None:
        self.level.data = floor.level.name
        self.compartments.data = sorted(floor.compartments)
        self.releasable_to.data = ", ".join(sorted(floor.releasable_to or ()))

    def label(self, labels: LabelScheme) -> AccessLabel:
        """What was chosen. Raises InvalidInput with the field it belongs to."""
        parts = [self.level.data, *sorted(self.compartments.data or ())]
        if parties := (self.releasable_to.data or "").strip().upper():
            parts.append(f"REL {parties}")
        try:
            return labels.parse("/".join(parts))
        except InvalidInput as error:
            raise InvalidInput("releasable_to", error.message) from error


class ShareForm(FlaskForm):  # type: ignore[misc]
    """With whom a briefing is shared."""

    name = StringField(
        said("User name"),
        description=said("As your colleague signs in."),
        render_kw={"autocapitalize": "none", "autocomplete": "off"},
    )
