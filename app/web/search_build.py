"""The builder: a search made by filling in fields. All of it stands in the address, as a search does.

`q` is a text to take apart; `do=search` leads to the results. What narrows the results (`f`, `from`,
`to`, `sort`, `exact`) is carried along untouched.
"""

from __future__ import annotations

from dataclasses import fields, replace

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, SelectMultipleField, StringField

from app.domain.groupings import Grouping
from app.domain.principals import Action
from app.domain.search_forms import ALL, ANY, SearchForm
from app.domain.vocabularies import Holding, OutcomeStatus, Rank, RecordKind, SignatureStatus, Term
from app.services import search_building
from app.web.context import current_principal, request_work
from app.web.policy import requires
from app.web.search_links import read_request, search_url

bp = Blueprint("search_build", __name__)
_LONGEST = 512
_WHOLE = {"dir": "auto", "autocomplete": "off"}
_MANY_PARTIES = {**_WHOLE, "data-complete": "parties", "data-complete-many": ""}
_SHORT = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}
_HAS = {
    "reply": "a reply, or another answer",
    "counter": "a counter-letter",
    "precursor": "a precursor",
    "parallel": "a parallel text",
    "translation": "a translation",
    "correction": "a correction",
    "relation": "any relation to another text",
    "file": "a file",
    "text": "a full text",
    "date": "a date",
    "addressee": "an addressee",
    "demand": "a demand",
    "outcome": "an outcome",
    "response": "a response",
    "absence": "a report on who was missing",
    "person": "a person named",
    "subject": "a subject",
}


def _terms(vocabulary: type[Term], nothing: str) -> dict[str, str]:
    return {"": nothing} | {
        str(one.value): one.label[:1].upper() + one.label[1:] for one in vocabulary
    }


class BuildForm(FlaskForm):  # type: ignore[misc]
    """The fields of `SearchForm`. It changes nothing, so it travels in the address."""

    class Meta:
        csrf = False

    words = StringField("All of these words", render_kw=_WHOLE)
    phrase = StringField("This phrase, word for word", render_kw=_WHOLE)
    any_words = StringField("Any of these words", render_kw=_WHOLE)
    no_words = StringField("None of these words", render_kw=_WHOLE)
    near = StringField("Words near each other", render_kw=_WHOLE)
    within = StringField("Other words among them, at most", render_kw=_SHORT)
    title = StringField("Words in the title", render_kw=_WHOLE)
    demand = StringField("Words in what was demanded", render_kw=_WHOLE)
    signed_by = StringField("Signed by", render_kw=_MANY_PARTIES)
    signed_how = RadioField(
        "How many of these parties", choices={ALL: "all of them", ANY: "any of them"}, default=ALL
    )
    not_signed_by = StringField("Not signed by", render_kw=_MANY_PARTIES)
    group = SelectField("Signed by members of", validate_choice=False)
    at_least = StringField("At least so many", render_kw=_SHORT)
    rank = SelectField("Rank of a signatory", choices=_terms(Rank, "any rank"))
    status = SelectField("Status of a signature", choices=_terms(SignatureStatus, "any status"))
    addressee = StringField("Addressed to", render_kw={**_WHOLE, "data-complete": "offices"})
    target = StringField("About the party", render_kw={**_WHOLE, "data-complete": "parties"})
    subject = StringField("On the subject", render_kw={**_WHOLE, "data-complete": "subjects"})
    person = StringField("Naming the person", render_kw={**_WHOLE, "data-complete": "persons"})
    date_from = StringField("From", render_kw=_SHORT)
    date_to = StringField("To", render_kw=_SHORT)
    kind = SelectField("Kind of text", choices=_terms(RecordKind, "any kind"))
    language = StringField("Language", render_kw={"autocomplete": "off"})
    outcome = SelectField("Outcome", choices=_terms(OutcomeStatus, "any outcome"))
    holding = SelectField("What the register holds", choices=_terms(Holding, "anything"))
    has = SelectMultipleField("It has", choices=_HAS)

    def offer(self, groupings: tuple[Grouping, ...]) -> None:
        """Fill which groupings may be chosen."""
        named = {one.code: _named(one) for one in groupings}
        self.group.choices = {"": "no grouping"} | named


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
    )
    return page, 400 if made.errors else 200


def _typed() -> SearchForm:
    args = request.args
    names = [one.name for one in fields(SearchForm) if one.name != "has"]
    texts = {name: args[name].strip()[:_LONGEST] for name in names if args.get(name, "").strip()}
    return SearchForm(**texts, has=tuple(args.getlist("has")[: len(_HAS)]))


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
    return name if short in ("", name) else f"{name} ({short})"
