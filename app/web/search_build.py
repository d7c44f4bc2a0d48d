"""The builder: a search made by filling in fields. All of it stands in the address, as a search does.

`q` is a text to take apart; `do=search` leads to the results. What narrows the results (`f`, `from`,
`to`, `sort`, `exact`) is carried along untouched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, SelectMultipleField, StringField

from app.domain.groupings import Grouping
from app.domain.principals import Action
from app.domain.search_forms import ALL, ANY, SearchForm
from app.domain.vocabularies import (
    DemandClass,
    Holding,
    OutcomeStatus,
    Rank,
    RecordKind,
    SignatureStatus,
    Term,
)
from app.domain.wording import Wording, said
from app.services import saved_searches, search_building, search_labels
from app.web.context import current_principal, request_work
from app.web.policy import requires
from app.web.presentation import capital
from app.web.search_links import read_request, search_url

bp = Blueprint("search_build", __name__)
_LONGEST = 512
_WHOLE = {"dir": "auto", "autocomplete": "off"}
_SHORT = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}


def _many(completed: str) -> dict[str, str]:
    """Names that are completed, divided by semicolons."""
    return {**_WHOLE, "data-complete": completed, "data-complete-many": ""}


_MANY_PARTIES = _many("parties")
_TERMS: Mapping[str, tuple[type[Term], Wording]] = {
    "rank": (Rank, said("any rank")),
    "status": (SignatureStatus, said("any status")),
    "kind": (RecordKind, said("any kind")),
    "asks": (DemandClass, said("anything")),
    "outcome": (OutcomeStatus, said("any outcome")),
    "holding": (Holding, said("anything")),
}
"""Fields that choose a term, and what each says where none is chosen."""


class BuildForm(FlaskForm):  # type: ignore[misc]
    """The fields of `SearchForm`. It changes nothing, so it travels in the address."""

    class Meta:
        csrf = False

    words = StringField(said("All of these words"), render_kw=_WHOLE)
    phrase = StringField(said("This phrase, word for word"), render_kw=_WHOLE)
    any_words = StringField(said("Any of these words"), render_kw=_WHOLE)
    no_words = StringField(said("None of these words"), render_kw=_WHOLE)
    near = StringField(said("Words near each other"), render_kw=_WHOLE)
    within = StringField(said("Other words among them, at most"), render_kw=_SHORT)
    title = StringField(said("Words in the title"), render_kw=_WHOLE)
    demand = StringField(said("Words in what was demanded"), render_kw=_WHOLE)
    signed_by = StringField(said("Signed by"), render_kw=_MANY_PARTIES)
    signed_how = RadioField(
        said("How many of these parties"),
        choices={ALL: said("all of them"), ANY: said("any of them")},
        default=ALL,
    )
    not_signed_by = StringField(said("Not signed by"), render_kw=_MANY_PARTIES)
    missing = StringField(said("Reported missing"), render_kw=_MANY_PARTIES)
    group = SelectField(said("Signed by members of"), validate_choice=False)
    at_least = StringField(said("At least so many"), render_kw=_SHORT)
    rank = SelectField(said("Rank of a signatory"), validate_choice=False)
    status = SelectField(said("Status of a signature"), validate_choice=False)
    addressee = StringField(said("Addressed to"), render_kw=_many("offices"))
    target = StringField(said("About the party"), render_kw=_MANY_PARTIES)
    subject = StringField(said("On the subject"), render_kw=_many("subjects"))
    person = StringField(said("Naming the person"), render_kw=_many("persons"))
    date_from = StringField(said("From"), render_kw=_SHORT)
    date_to = StringField(said("To"), render_kw=_SHORT)
    kind = SelectField(said("Kind of text"), validate_choice=False)
    language = StringField(said("Language"), render_kw={"autocomplete": "off"})
    asks = SelectField(said("What was asked"), validate_choice=False)
    outcome = SelectField(said("Outcome"), validate_choice=False)
    holding = SelectField(said("What the register holds"), validate_choice=False)
    has = SelectMultipleField(said("It has"), choices=dict(search_labels.HAS))

    def offer(self, groupings: tuple[Grouping, ...]) -> None:
        """Fill which groupings and terms may be chosen, in the reader's language."""
        named = {one.code: _named(one) for one in groupings}
        self.group.choices = {"": said("no grouping")} | named
        for name, (vocabulary, nothing) in _TERMS.items():
            terms = {str(one.value): capital(one.label) for one in vocabulary}
            self[name].choices = {"": nothing} | terms


@bp.get("/search/build")
@requires(Action.READ)
def build() -> ResponseReturnValue:
    """The fields, the text they make, and what is wrong with them; or on to the results."""
    principal, work = current_principal(), request_work()
    parameters = request.args.to_dict(flat=False)
    asked = replace(read_request(parameters), page=1)
    typed, is_by_hand = _typed(), False
    if asked.text and typed == SearchForm():
        found = search_building.fill(principal, work, asked.text)
        typed, is_by_hand = found or SearchForm(), found is None
    made = search_building.build(principal, work, typed)
    if made.text and request.args.get("do") == "search":
        return redirect(search_url(asked, text=made.text))
    form = _form(typed, search_building.groupings_offered(principal, work))
    for name, message in made.errors.items():
        form[name].errors = [message]
    page = render_template(
        "search/build.html",
        form=form,
        text=made.text,
        asked=asked,
        results=search_url(asked, text=made.text) if made.text else "",
        is_by_hand=is_by_hand,
        filters=saved_searches.filters_in_words(work, asked.filters),
    )
    return page, 400 if made.errors else 200


def _typed() -> SearchForm:
    args = request.args
    names = [one.name for one in fields(SearchForm) if one.name != "has"]
    texts = {name: args[name].strip()[:_LONGEST] for name in names if args.get(name, "").strip()}
    return SearchForm(**texts, has=tuple(args.getlist("has")[: len(search_labels.HAS)]))


def _form(typed: SearchForm, groupings: tuple[Grouping, ...]) -> BuildForm:
    held: MultiDict[str, str] = MultiDict()
    for one in fields(SearchForm):
        value = getattr(typed, one.name)
        held.setlist(one.name, list(value) if one.name == "has" else [value])
    form = BuildForm(held)
    form.offer(groupings)
    return form


def _named(grouping: Grouping) -> str:
    short, name = grouping.short_name, grouping.name
    return name if short in ("", name) else said("{name} ({code})", name=name, code=short)
