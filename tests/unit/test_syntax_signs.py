"""Signs in words, numbers behind them, and the fields that take a value."""

from __future__ import annotations

import pytest

from app.domain.query import (
    And,
    Boosted,
    Carries,
    FacetIs,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    SearchField,
    Wildcard,
    Word,
)
from app.domain.searches import FacetName
from app.search.syntax import parse

TITLE, SIGNATORY = SearchField.TITLE, SearchField.SIGNATORY
A, B = Word("a"), Word("b")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("tortur~", Fuzzy("tortur")),
        ("tortur~1", Fuzzy("tortur")),
        ("title:tortur~^2", Boosted(Fuzzy("tortur", TITLE), 2.0)),
        ('"lawyers detained"~5', Near("lawyers detained", 5)),
        ('title:"lawyers detained"~0', Near("lawyers detained", 0, TITLE)),
        ("organi?ation", Wildcard("organi?ation")),
        ("jian*gang", Wildcard("jian*gang")),
        ("Jian'g*ng", Wildcard("Jiang*ng")),
        ("te?t*,", Wildcard("te?t*")),
        ("tort**", Prefix("tort")),
        ("title:tort*^3", Boosted(Prefix("tort", TITLE), 3.0)),
        ("a^3", Boosted(A, 3.0)),
        ('"a b"^0.5', Boosted(Phrase("a b"), 0.5)),
        ("(a OR b)^2", Boosted(Or((A, B)), 2.0)),
        ("title:(a b)^2", Boosted(And((Word("a", TITLE), Word("b", TITLE))), 2.0)),
        ("-a^2", Not(Boosted(A, 2.0))),
        ("kind:reply^2", Boosted(FacetIs(FacetName.KIND, "reply"), 2.0)),
        (
            'signedby:(Canada AND Japan) NOT signedby:"United States"',
            And(
                (
                    And((Word("Canada", SIGNATORY), Word("Japan", SIGNATORY))),
                    Not(Phrase("United States", SIGNATORY)),
                )
            ),
        ),
    ],
)
def test_signs_and_numbers(text: str, tree: Query) -> None:
    assert parse(text).query == tree


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("group:EU", "group:EU"),
        ("group:EU>=1", "group:EU"),
        ("group:EU>=7", "group:EU>=7"),
        ("group:EU >= 7", "group:EU>=7"),
        ("group:EU≥7", "group:EU>=7"),
        ("group:EU>6", "group:EU>=7"),
        ("group:EU=7", "group:EU=7"),
        ("group:EU<3", "group:EU<3"),
        ("group:EU<=2", "group:EU<3"),
        ('group:"European Union">=7', "group:European Union>=7"),
        ("without:HUN", "without:HUN"),
        ('without:"United States"', "without:United States"),
        ("rank:ambassador", "rank:ambassador"),
        ("rank:amb", "rank:ambassador"),
        ("rank:amb*", "rank:ambassador"),
        ('rank:"chargé d’affaires"', "rank:charge_daffaires"),
        ("capacity:personal", "capacity:personal"),
        ("status:withdrew.", "status:withdrew"),
        ("holding:secondary", "holding:secondary_source_only"),
        ('disclosure:"leaked in full"', "disclosure:leaked_full"),
        ("publicity:public", "publicity:public"),
        ("channel:capital", "channel:capital_to_capital"),
        ("outcome:open", "outcome:open"),
        ("response:rejection", "response:rejection"),
        ("role:counsel", "role:counsel"),
        ("has:reply", "has:reply"),
        ("HAS:Files", "has:file"),
    ],
)
def test_values_become_codes(text: str, code: str) -> None:
    parsed = parse(text)
    assert parsed.query == Carries(code)
    assert parsed.places == {code: text.index(":") + 2}


def test_a_bracket_holds_several_values_of_one_field() -> None:
    assert parse("group:(EU>=2 OR G7) -status:(withdrew declined)").query == And(
        (
            Or((Carries("group:EU>=2"), Carries("group:G7"))),
            Not(And((Carries("status:withdrew"), Carries("status:declined")))),
        )
    )


def test_whole_words_may_begin_several_values() -> None:
    assert parse("disclosure:leaked").query == Or(
        (Carries("disclosure:leaked_full"), Carries("disclosure:leaked_partial"))
    )
