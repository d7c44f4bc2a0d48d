"""The builder: what text a form makes, what is wrong with which field, and the way back."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.db.authorities import Authorities
from app.db.seeding import SEEDS
from app.domain.groupings import Groupings, groupings_from_json
from app.domain.parties import PartyDirectory
from app.domain.party_seed import parties_from_json
from app.domain.query import And, Query
from app.domain.search_forms import ALL, ANY, SearchForm
from app.search.syntax import parse
from app.services.search_building import built
from app.services.search_filling import filled


@cache
def known() -> Authorities:
    return Authorities(
        PartyDirectory(parties_from_json((SEEDS / "parties.json").read_text(encoding="utf-8"))),
        Groupings(groupings_from_json((SEEDS / "groups.json").read_text(encoding="utf-8"))),
    )


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, ""),
        ({"words": "torture  lawyer*"}, "torture lawyer*"),
        ({"words": "and détenu~"}, "and détenu~"),
        ({"phrase": "“human rights”"}, '"human rights"'),
        ({"words": "x", "any_words": "a b"}, "x (a OR b)"),
        ({"any_words": "a b"}, "a OR b"),
        ({"no_words": "a"}, "NOT a"),
        ({"no_words": "a b"}, "NOT (a OR b)"),
        ({"near": "lawyers detained"}, '"lawyers detained"~10'),
        ({"near": "lawyers detained", "within": "0"}, '"lawyers detained"~0'),
        ({"title": 'Greenland "seven leaders"'}, 'title:Greenland title:"seven leaders"'),
        ({"demand": "release"}, "demand:release"),
        ({"signed_by": "Canada; Japan"}, "signedby:Canada signedby:Japan"),
        (
            {"signed_by": "Canada;United States", "signed_how": ANY},
            'signedby:Canada OR signedby:"United States"',
        ),
        ({"not_signed_by": "HUN; United States"}, 'without:HUN without:"United States"'),
        ({"signed_by": "US, Hungary"}, "signedby:USA signedby:Hungary"),
        (
            {"signed_by": "Korea, Republic of, Japan;FRA"},
            'signedby:"Korea, Republic of" signedby:Japan signedby:FRA',
        ),
        ({"missing": "HUN, United States"}, 'missing:HUN missing:"United States"'),
        ({"group": "EU"}, "group:EU"),
        ({"group": "EU", "at_least": "7"}, "group:EU>=7"),
        ({"rank": "ambassador", "status": "withdrew"}, "rank:ambassador status:withdrew"),
        ({"addressee": "Ministry of Public Security"}, 'addressee:"Ministry of Public Security"'),
        ({"target": "China", "subject": "torture"}, "target:China subject:torture"),
        ({"date_from": "2016-03", "date_to": "2019"}, "date:[2016-03-01 TO 2019-12-31]"),
        ({"date_from": "2016"}, "date:[2016 TO *]"),
        ({"kind": "counter_letter", "language": "French"}, "kind:counter_letter language:fr"),
        ({"holding": "copy", "outcome": "open"}, "outcome:open holding:copy"),
        ({"has": ("reply", "file")}, "has:reply has:file"),
    ],
)
def test_a_form_makes_a_text(fields: dict[str, Any], text: str) -> None:
    made = built(SearchForm(**fields), known())
    assert (made.text, made.errors) == (text, {})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": "title:x"}, {"words": "asks for something else"}),
        ({"words": "a AND"}, {"words": "AND"}),
        ({"words": "(x"}, {"words": "never closed"}),
        ({"phrase": "—"}, {"phrase": "no word"}),
        ({"near": "one"}, {"near": "2 to 4"}),
        ({"near": "one two", "within": "x"}, {"within": "whole number"}),
        ({"within": "5"}, {"near": "near each other"}),
        ({"signed_by": "Canada; Korea"}, {"signed_by": "may mean"}),
        ({"not_signed_by": "Atlantis"}, {"not_signed_by": "No party"}),
        ({"missing": "Canada, Atlantis"}, {"missing": "No party"}),
        ({"group": "UN_EEG"}, {"group": "one of the list"}),
        ({"group": "EU", "at_least": "0"}, {"at_least": "whole number"}),
        ({"at_least": "7"}, {"group": "grouping"}),
        ({"rank": "general"}, {"rank": "one of the list"}),
        ({"has": ("teeth",)}, {"has": "boxes"}),
        ({"language": "klingonese"}, {"language": "not a language"}),
        ({"date_from": "soon", "date_to": "2017-13"}, {"date_from": "", "date_to": ""}),
        ({"date_from": "2019", "date_to": "2016"}, {"date_to": "before the first"}),
        ({"words": "a " * 33}, {"words": "at most 32"}),
    ],
)
def test_what_is_wrong_stands_at_its_field(fields: dict[str, Any], said: dict[str, str]) -> None:
    made = built(SearchForm(**fields), known())
    assert made.text == ""
    assert made.errors.keys() == said.keys()
    assert all(said[name] in message for name, message in made.errors.items())


words = st.lists(st.sampled_from(["torture", "lawy*", "détenu~", '"a b"', "or"]), max_size=2)
parties = st.lists(st.sampled_from(["Canada", "HUN", "Côte d'Ivoire"]), max_size=2, unique=True)
forms = st.builds(
    SearchForm,
    words=words.map(" ".join),
    phrase=st.sampled_from(["", "human rights"]),
    any_words=st.sampled_from(["", "a b", "c d e"]),
    no_words=st.sampled_from(["", "x", "x y"]),
    near=st.sampled_from(["", "one two"]),
    title=words.map(" ".join),
    demand=st.sampled_from(["", "release"]),
    signed_by=parties.map("; ".join),
    signed_how=st.sampled_from([ALL, ANY]),
    not_signed_by=parties.map("; ".join),
    missing=parties.map(", ".join),
    group=st.sampled_from(["", "EU", "G7"]),
    rank=st.sampled_from(["", "ambassador"]),
    addressee=st.sampled_from(["", "Guo Shengkun", "Guo", "Guo; Zhao Kezhi"]),
    subject=st.sampled_from(["", "torture; rule of law"]),
    asks=st.sampled_from(["", "release"]),
    date_from=st.sampled_from(["", "2016", "2016-03"]),
    date_to=st.sampled_from(["", "2019", "2019-02-27"]),
    kind=st.sampled_from(["", "joint_letter"]),
    language=st.sampled_from(["", "fr"]),
    has=st.sampled_from([(), ("reply",), ("file", "text")]),
)


@settings(max_examples=300)
@given(forms)
def test_the_text_of_a_form_fills_a_form_that_asks_the_same(form: SearchForm) -> None:
    text = built(form, known()).text
    again = filled(text, known())
    assert again is not None
    assert _parts(built(again, known()).text) == _parts(text)


def _parts(text: str) -> set[Query | None]:
    """What must all hold; their order says nothing."""
    query = parse(text).query
    return set(query.children) if isinstance(query, And) else {query}


@pytest.mark.parametrize(
    "text",
    [
        *("torture^2", "a OR title:b", "NOT (a b)", "title:a OR title:b", "signedby:Xie", "*"),
        *("group:EU=7", "group:EU<3", "year:2017", "kind:joint", "signatory:Korea", "a AND ("),
        *("to:a OR to:b", "signedby:CAN (signedby:JPN OR signedby:USA)", "date:2016 date:2017"),
        *("subject:tort*", "disclosure:leaked_full", "NOT has:reply", "without:Atlantis"),
    ],
)
def test_what_the_fields_cannot_say_is_written_by_hand(text: str) -> None:
    assert filled(text, known()) is None


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", SearchForm()),
        (
            'signedby:(Canada AND Japan) NOT signedby:"United States"',
            SearchForm(signed_by="Canada; Japan", not_signed_by="United States"),
        ),
        ("after:2016-03 before:2019", SearchForm(date_from="2016-04-01", date_to="2018")),
        ('group:"European Union">=7', SearchForm(group="EU", at_least="7")),
        ("-a -b (c d)", SearchForm(words="c d", no_words="a b")),
        ('"a b" "c d"', SearchForm(phrase="a b", words='"c d"')),
    ],
)
def test_what_was_written_by_hand_fills_the_fields(text: str, form: SearchForm) -> None:
    assert filled(text, known()) == replace(form)
