"""The builder: from a form that is filled in to the text of a search, and back where the text is of
that shape.

Everything here is public knowledge (parties, groupings, vocabularies); no record is looked at. Going
back is in `search_filling.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.db.authorities import Authorities, authorities
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput, QuerySyntaxError
from app.domain.groupings import Grouping
from app.domain.principals import Action, Principal
from app.domain.query import (
    And,
    Carries,
    DateRange,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    SearchField,
    Word,
)
from app.domain.search_forms import ANY, BuiltSearch, SearchForm
from app.domain.wording import said
from app.domain.written_dates import as_edtf
from app.search.analysis import query_terms
from app.search.expansion import FARTHEST, MOST_WORDS_NEAR, window
from app.search.function_words import is_function_word
from app.search.syntax import parse
from app.search.syntax_fields import GROUP, HAS, HELD, RELATED, VOCABULARIES
from app.search.syntax_values import term_of, value_of
from app.search.syntax_writing import write
from app.services import search_filling
from app.services.search_form_fields import NAMES, PARTIES, TERMS, WORDS, BareWord
from app.services.work import Work

USUAL_WITHIN = 10
_TOKEN = re.compile(r'"[^"]*"|[^\s"]+|"')
_PLAIN_NAME = re.compile(r"\w[\w\-/]*\Z")
_OPERATORS = frozenset({"AND", "OR", "NOT", "TO"})
_TWO_LETTERS = 2


def build(principal: Principal, work: Work, form: SearchForm) -> BuiltSearch:
    """The text that asks for what the form says; what is wrong stands at its field."""
    principal.require(Action.READ)
    return built(form, authorities(work.session))


def fill(principal: Principal, work: Work, text: str) -> SearchForm | None:
    """The form that stands for a text; None where the text asks more than the fields can say."""
    principal.require(Action.READ)
    return search_filling.filled(text, authorities(work.session))


def groupings_offered(principal: Principal, work: Work) -> tuple[Grouping, ...]:
    """The groupings whose members at a text's date are known."""
    principal.require(Action.READ)
    return tuple(one for one in authorities(work.session).groupings.groupings if one.is_dated)


def built(form: SearchForm, known: Authorities) -> BuiltSearch:
    """As `build`, from the authorities alone."""
    builder = _Builder(form, known)
    for part in (
        builder.words,
        builder.signatures,
        builder.names,
        builder.terms,
        builder.dates,
    ):
        part()
    parts = builder.parts
    if builder.errors or not parts:
        return BuiltSearch("", builder.errors)
    text = write(parts[0] if len(parts) == 1 else And(tuple(parts)))
    try:
        parse(text)
    except QuerySyntaxError as error:  # too long, too many words
        return BuiltSearch("", {"words": error.message})
    return BuiltSearch(text, {})


def name_leaf(text: str, scope: SearchField) -> Word | Phrase:
    """A name as it is searched: one word, or a phrase of several."""
    is_word = _PLAIN_NAME.match(text) and text.upper() not in _OPERATORS
    return Word(text, scope) if is_word else Phrase(text, scope)


@dataclass(slots=True)
class _Builder:
    form: SearchForm
    known: Authorities
    parts: list[Query] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    def words(self) -> None:
        form = self.form
        self.parts += self._bare_words("words")
        if phrase := self._name("phrase"):
            self.parts.append(Phrase(phrase))
        if any_of := self._bare_words("any_words"):
            self.parts.append(_either(any_of))
        if none_of := self._bare_words("no_words"):
            self.parts.append(Not(_either(none_of)))
        if near := self._name("near"):
            self._near(near)
        elif form.within.strip():
            self.errors["near"] = said("Write the words that shall stand near each other.")
        for name, scope in WORDS.items():
            if scope is not None:
                self.parts += [replace(one, field=scope) for one in self._bare_words(name)]

    def signatures(self) -> None:
        signed = [name_leaf(one, SearchField.SIGNATORY) for one in self._parties("signed_by")]
        if signed and self.form.signed_how == ANY:
            self.parts.append(_either(signed))
        else:
            self.parts += signed
        for name, written in PARTIES.items():
            self.parts += [Carries(f"{written}:{one}") for one in self._parties(name)]
        self._group()

    def names(self) -> None:
        for name, scope in NAMES.items():
            for one in getattr(self.form, name).split(";"):
                if text := self._plain_name(name, one):
                    self.parts.append(name_leaf(text, scope))

    def terms(self) -> None:
        for name in TERMS:
            if code := getattr(self.form, name):
                term = next((one for one in VOCABULARIES[name] if one.value == code), None)
                if term is None:
                    self.errors[name] = said("Choose one of the list.")
                else:
                    self.parts.append(term_of(name, term))
        if language := self.form.language.strip():
            self._tried("language", lambda: value_of("language", language, 1)[0])
        for one in dict.fromkeys(self.form.has):
            if one in (*HELD, *RELATED):
                self.parts.append(Carries(f"{HAS}:{one}"))
            else:
                self.errors["has"] = said("Choose among the boxes.")

    def dates(self) -> None:
        lower, upper = self._date("date_from"), self._date("date_to")
        first = lower.lower if lower else None
        last = upper.upper if upper else None
        if first and last and first > last:
            self.errors["date_to"] = said("The last date lies before the first. Exchange them.")
        elif first or last:
            self.parts.append(DateRange(first, last))

    def _near(self, text: str) -> None:
        within = self.form.within.strip() or str(USUAL_WITHIN)
        if not (within.isascii() and within.isdigit()) or int(within[:9]) > FARTHEST:
            self.errors["within"] = said("Write a whole number from 0 to {most}.", most=FARTHEST)
        elif not 2 <= len(window(text, 0)[0]) <= MOST_WORDS_NEAR:
            self.errors["near"] = said("Write 2 to {most} different words.", most=MOST_WORDS_NEAR)
        else:
            self.parts.append(Near(text, int(within)))

    def _group(self) -> None:
        code, number = self.form.group.strip(), self.form.at_least.strip()
        if not code:
            if number:
                self.errors["group"] = said("Choose the grouping whose members are counted.")
            return
        grouping = self.known.groupings.grouping(code)
        if grouping is None or not grouping.is_dated:
            self.errors["group"] = said("Choose one of the list.")
        elif number and not (re.fullmatch("[0-9]{1,3}", number) and int(number)):
            self.errors["at_least"] = said("Write a whole number from 1 to 999.")
        else:
            is_any = int(number or 1) == 1
            self.parts.append(Carries(f"{GROUP}:{code}" + ("" if is_any else f">={int(number)}")))

    def _parties(self, name: str) -> list[str]:
        """The parties of a field, divided by semicolons or by commas."""
        found: list[str] = []
        for part in getattr(self.form, name).split(";"):
            found += self._named(part)
        parties = self.known.parties
        for place, one in enumerate(found):
            meanings = parties.meanings(one)
            if len(meanings) == 1:
                found[place] = meanings[0] if len(one) == _TWO_LETTERS else one
                continue
            try:
                parties.resolve(one)
            except InvalidInput as error:
                self.errors[name] = error.message
        return found

    def _named(self, text: str) -> list[str]:
        """The names between commas, of which some stand in names: `Korea, Republic of, Japan`."""
        pieces = [piece for part in text.split(",") if (piece := _plain(part))]
        found: list[str] = []
        while pieces:
            rows = [", ".join(pieces[:count]) for count in range(len(pieces), 0, -1)]
            name = next((one for one in rows if self.known.parties.meanings(one)), rows[-1])
            found.append(name)
            del pieces[: name.count(",") + 1]
        return found

    def _bare_words(self, name: str) -> list[BareWord]:
        found: list[BareWord] = []
        for token in _TOKEN.findall(getattr(self.form, name)):
            try:
                leaf = parse(token).query
            except QuerySyntaxError as error:
                self.errors[name] = error.message
                continue
            if isinstance(leaf, BareWord) and leaf.field is None:
                if isinstance(leaf, Word):
                    leaf = replace(leaf, is_small=is_function_word(token))
                found.append(leaf)
            else:
                self.errors[name] = said(
                    "Write plain words here: “{token}” asks for something else.", token=token
                )
        return found

    def _name(self, name: str) -> str:
        return self._plain_name(name, getattr(self.form, name))

    def _plain_name(self, name: str, typed: str) -> str:
        text = _plain(typed)
        if text and not query_terms(text):
            self.errors[name] = said("There is no word in this field.")
            return ""
        return text

    def _date(self, name: str) -> CalendarDate | None:
        text = getattr(self.form, name).strip()
        if not text:
            return None
        try:
            return CalendarDate.parse(as_edtf(text))
        except InvalidInput as error:
            self.errors[name] = error.message
            return None

    def _tried(self, name: str, read: Callable[[], Query]) -> None:
        try:
            self.parts.append(read())
        except QuerySyntaxError as error:
            self.errors[name] = error.message


def _either(found: list[BareWord] | list[Word | Phrase]) -> Query:
    return found[0] if len(found) == 1 else Or(tuple(found))


def _plain(text: str) -> str:
    """Without quotation marks and what else a phrase cannot hold."""
    return " ".join(re.sub(r'["“”„‟«»″＂\\\0]', " ", text).split())
