"""The query language: what trees come of texts, what is said about it, and where errors are."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import QuerySyntaxError
from app.domain.query import (
    And,
    DateRange,
    FacetIs,
    MatchAll,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    SearchField,
    Word,
    depth,
    leaves,
    rewrite,
    without_small_words,
)
from app.domain.searches import FacetName, NoticeKind
from app.search.syntax import parse
from app.search.syntax_writing import write

A, B, C = Word("a"), Word("b"), Word("c")
small = partial(Word, is_small=True)
TITLE, SIGNATORY = SearchField.TITLE, SearchField.SIGNATORY


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("crown of b", And((Word("crown"), B))),
        ("of b", B),
        ("of the", And((small("of"), small("the")))),
        ("of AND b", And((Word("of"), B))),
        ("title:(of b)", Word("b", TITLE)),
        ("NOT (of b)", Not(B)),
    ],
)
def test_small_words_need_not_match_beside_others(text: str, asked: Query) -> None:
    read = parse(text).query
    assert read is not None
    assert without_small_words(read) == asked


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b", And((A, B))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("a b OR c", And((A, Or((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("a -b", And((A, Not(B)))),
        ("a NOT b", And((A, Not(B)))),
        ("NOT NOT a", A),
        ("NOT a OR b", Or((Not(A), B))),
        ("*", MatchAll()),
        ("crown of b", And((Word("crown"), small("of"), B))),
        ("der Brief b", And((small("der"), Word("Brief"), B))),
        ("of AND b", And((Word("of"), B))),
        ("UN b", And((Word("UN"), B))),
        ("The b", And((Word("The"), B))),
        ('"of" b', And((Phrase("of"), B))),
        ("title:of b", And((Word("of", TITLE), B))),
        ("для b", And((small("для"), B))),
        ("+a +b", And((A, B))),
        ("a && b || c", Or((And((A, B)), C))),
        ('"human rights"', Phrase("human rights")),
        ("“human rights”", Phrase("human rights")),
        ("«droits humains»", Phrase("droits humains")),
        ("tortur*", Prefix("tortur")),
        ("title:a", Word("a", TITLE)),
        ("TITLE:a", Word("a", TITLE)),
        ("titre:a", Word("a", TITLE)),
        ("après:2016", parse("after:2016").query),
        ("title:(a b)", And((Word("a", TITLE), Word("b", TITLE)))),
        ('signedby:"United States"', Phrase("United States", SIGNATORY)),
        ("-signatory:USA", Not(Word("USA", SIGNATORY))),
        ("to:Guo", Word("Guo", SearchField.ADDRESSEE)),
        ("A/HRC/41/G/11", Word("A/HRC/41/G/11")),
        ("Côte d'Ivoire", And((Word("Côte"), Word("d'Ivoire")))),
        ("谢阳", Word("谢阳")),
        ("12:30", Word("12:30")),
        ("a — b", And((A, B))),
        ("a - b", And((A, B))),
        ("'tis so?", And((Word("tis"), Word("so")))),
        ("kind:reply", FacetIs(FacetName.KIND, "reply")),
        ('kind:"Joint letter"', FacetIs(FacetName.KIND, "joint_letter")),
        ("kind:aide-memoire", FacetIs(FacetName.KIND, "aide_memoire")),
        ("kind:circ", FacetIs(FacetName.KIND, "circulated_un_letter")),
        ("year:2017", FacetIs(FacetName.YEAR, "2017")),
        ("language:French", FacetIs(FacetName.LANGUAGE, "fr")),
        ("language:Français", FacetIs(FacetName.LANGUAGE, "fr")),
        ("language:zh-hans", FacetIs(FacetName.LANGUAGE, "zh-hans")),
    ],
)
def test_text_becomes_a_tree(text: str, tree: Query) -> None:
    assert parse(text).query == tree


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("date:2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("date:2017-02", date(2017, 2, 1), date(2017, 2, 28)),
        ("date:2017-02-27", date(2017, 2, 27), date(2017, 2, 27)),
        ("date:[2016-03 TO 2019]", date(2016, 3, 1), date(2019, 12, 31)),
        ("date:[2016 TO *]", date(2016, 1, 1), None),
        ("date:[* TO 2016-02]", None, date(2016, 2, 29)),
        ("date:[* TO *]", None, None),
        ("date:>2016", date(2017, 1, 1), None),
        ("date:>=2016", date(2016, 1, 1), None),
        ("date:<2016", None, date(2015, 12, 31)),
        ("date:<=2016", None, date(2016, 12, 31)),
        ("after:2016-03", date(2016, 4, 1), None),
        ("before:2019", None, date(2018, 12, 31)),
        ("date:{2016 TO 2019}", date(2017, 1, 1), date(2018, 12, 31)),
        ("date:[2016-03 TO 2019}", date(2016, 3, 1), date(2018, 12, 31)),
        ("date:{* TO 2019]", None, date(2019, 12, 31)),
        ("date:201X", date(2010, 1, 1), date(2019, 12, 31)),
        ("date:1999~", date(1999, 1, 1), date(1999, 12, 31)),
    ],
)
def test_dates_are_ranges_of_days(text: str, lower: date | None, upper: date | None) -> None:
    assert parse(text).query == DateRange(lower, upper)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_asks_for_everything(text: str) -> None:
    assert parse(text).query is None


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ('x "open', 3, "never closed"),
        ("ab (c", 4, "never closed"),
        ("ab) c", 3, "closes nothing"),
        ("x ()", 3, "nothing between"),
        ('x ""', 3, "no word between"),
        ("x [a TO b]", 3, "ranges of dates"),
        ("x ] y", 3, "ranges of dates"),
        ("date:[2016 2017]", 6, "date:[2016-03 TO 2019]"),
        ("date:[2019 TO 2016]", 6, "ends before it begins"),
        ("x date:soon", 8, "not a date"),
        ("x *abc", 3, "cannot begin with"),
        ("x ?abc", 3, "cannot begin with"),
        ("x a*cd", 4, "at least 2 letters before the first"),
        ("ab*?c*d?e", 3, "at most 3 of the signs"),
        ("title:*", 7, "the beginning of a word"),
        ("A/HR*C", 1, "several words"),
        ("x ab*", 5, "at least 3 letters"),
        ("A/HRC*", 1, "several words"),
        ("x abc~", 3, "at least 4 letters"),
        ("torture~2", 8, "one letter to differ"),
        ("tort*~", 1, "not both"),
        ("tor~ture", 4, "at the end of a word"),
        ("A/HRC~", 1, "several words"),
        ('"a b"~', 6, "how many other words"),
        ('"a b"~101', 6, "At most 100"),
        ('"a"~3', 4, "2 to 4 different words"),
        ('"a b c d e"~3', 12, "2 to 4 different words"),
        ("(a b)~3", 6, "not behind a bracket"),
        ('kind:"joint letter"~3', 20, "by nearness"),
        ("abc^", 4, "a number from 0.1 to 10"),
        ("abc^20", 4, "a number from 0.1 to 10"),
        ("(a b)^x", 6, "a number from 0.1 to 10"),
        ('"a b"^0', 6, "a number from 0.1 to 10"),
        ("x /a.c/", 3, "Regular expressions"),
        ("kind:poem", 6, "Write one of: joint letter; "),
        ("date:2017-02-30", 6, "February 2017 has no day 30."),
        ("date:2017-13", 6, "'2017-13' has no such month; months run from 01 to 12."),
        ("x rank:general", 8, "Write one of: ambassador; "),
        ("has:teeth", 5, "Write one of: absence, "),
        ("year:201X", 6, "four figures"),
        ("group:EU>=0", 7, "counts from one"),
        ("group:EU<1", 7, "counts from one"),
        ("group:>=3", 7, "written group:EU"),
        ("(torture OR", 10, "A word must follow it, and then )"),
        ("language:klingonese", 10, "not a language"),
        ("x title:", 8, "what to look for"),
        ("title:—", 7, "a word after title:"),
        ("title:-x", 7, "before the field"),
        ("title:(a subject:b)", 10, "inside title"),
        ("a AND", 3, "ends too early"),
        ("OR a", 1, "cannot stand here"),
        ("a OR OR b", 6, "cannot stand here"),
        ("—", 1, "no word"),
        ("(" * 9 + "a" + ")" * 9, 9, "at most 8 deep"),
        ("a" * 513, 513, "at most 512"),
        (" ".join("a" * 33), None, "at most 32"),
    ],
)
def test_an_error_says_where_and_what_to_do(text: str, position: int | None, said: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    assert caught.value.position == position
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("text", "kind", "lead"),
    [
        ("re: your letter", NoticeKind.READ_AS_TEXT, "“re:” was read as text."),
        ("title: torture", NoticeKind.READ_AS_TEXT, "“title:” was read as text."),
        ("cats and dogs", NoticeKind.LOWER_CASE_OPERATOR, "“and” was searched as a word."),
        ("a or b", NoticeKind.LOWER_CASE_OPERATOR, "“or” was searched as a word."),
        ("not this", NoticeKind.LOWER_CASE_OPERATOR, "“not” was searched as a word."),
        ("torture ou avocats", NoticeKind.LOWER_CASE_OPERATOR, "“ou” was searched as a word."),
        ("torture OU avocats", NoticeKind.LOWER_CASE_OPERATOR, "“OU” was searched as a word."),
        ("Canada ET Japon", NoticeKind.LOWER_CASE_OPERATOR, "“ET” was searched as a word."),
        ("torture SAUF mort", NoticeKind.LOWER_CASE_OPERATOR, "“SAUF” was searched as a word."),
        ("signatory:Cote d'Ivoire", NoticeKind.OTHER, "signatory: took only “Cote”."),
        ("kind:joint letter", NoticeKind.OTHER, "kind: took only “joint”."),
        ("without:United Kingdom", NoticeKind.OTHER, "without: took only “United”."),
        ("rank:amb", NoticeKind.OTHER, "rank:amb was read as ambassador."),
        (
            "disclosure:leaked",
            NoticeKind.OTHER,
            "disclosure:leaked was read as leaked in full or leaked in part.",
        ),
        (
            "who signed?",
            NoticeKind.READ_AS_TEXT,
            "A ? at the end of a word was read as a question mark.",
        ),
        ("^2", NoticeKind.READ_AS_TEXT, "A ^ before a word was left out."),
        ('"tortur*"', NoticeKind.READ_AS_TEXT, "A * inside quotation marks is not a wildcard."),
    ],
)
def test_what_was_read_otherwise_is_said(text: str, kind: NoticeKind, lead: str) -> None:
    notices = parse(text).notices
    assert (kind, lead) == (notices[0].kind, notices[0].lead)


def test_a_name_that_lost_its_second_word_is_shown_in_quotation_marks() -> None:
    (notice,) = parse("signatory:Cote d'Ivoire OR signatory:Togo").notices
    assert 'signatory:"Cote d\'Ivoire"' in notice.text


@pytest.mark.parametrize("text", ['"cats and dogs"', "title:x", "a AND b", "war!"])
def test_nothing_is_said_where_nothing_was_changed(text: str) -> None:
    assert parse(text).notices == ()


def test_fields_of_ours_cannot_be_asked_for() -> None:
    for name in ("words", "row", "id", "cell", "label", "revision"):
        assert parse(f"{name}:x").query == Word(f"{name}:x")


PIECES = [
    *("a", "torture", "谢", "’", "'", '"', "“", "(", ")", "[", "]", "{", "}", "*", "?", "~", "^"),
    *("AND", "OR", "NOT", "TO", "and", "&&", "||", "-", "+", "!", "/", "\\", ":", "<", ">", "="),
    *("title:", "date:", "kind:", "2017", " ", "  ", "\n", "\0", "\u0301", "\ud800", "x:y"),
    *("~1", "~5", "^2", "^0.5", '"a b"', "organi?ation", "jian*gang", "{2016 TO", "2019}", "year:"),
    *(
        "group:",
        "EU",
        ">=",
        "7",
        "without:",
        "rank:",
        "amb",
        "has:",
        "reply",
        "status:",
        "signedby:",
    ),
]


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        parsed = parse(text)
    except QuerySyntaxError as error:
        assert error.message  # noqa: PT017 - both ways out are right
        assert error.position is None or 1 <= error.position <= len(text) + 1  # noqa: PT017
    else:
        assert parsed.query is None or len(list(leaves(parsed.query))) <= 32
        if parsed.query is not None:
            assert parse(write(parsed.query)).query == parsed.query


@pytest.mark.parametrize("text", ["NOT " * 120 + "a", "-" * 500 + "a", "a OR " * 31 + "a"])
def test_long_chains_stay_flat(text: str) -> None:
    query = parse(text).query
    assert query is not None
    assert depth(query) <= 3


def test_walking_a_very_deep_tree_needs_no_recursion() -> None:
    tree: Query = A
    for _ in range(50_000):
        tree = Not(tree)
    assert depth(tree) == 50_001
    assert [one.is_negated for one in leaves(tree)] == [False]
    assert depth(rewrite(tree, lambda node, _: B if node == A else node)) == 50_001


def test_rewriting_keeps_the_order_of_children_and_tells_of_negation() -> None:
    tree = And((A, Or((B, Not(And((C, A))))), B))
    seen: list[tuple[Query, bool]] = []

    def keep(node: Query, is_negated: bool) -> Query:
        seen.append((node, is_negated))
        return node

    assert rewrite(tree, keep) == tree
    assert (C, True) in seen
    assert (B, False) in seen


@pytest.mark.parametrize("text", ["12:30", "https://example.org"])
def test_a_time_or_an_address_is_text_and_that_is_said(text: str) -> None:
    parsed = parse(text)
    assert parsed.query == Word(text)
    assert [one.lead for one in parsed.notices] == [f"“{text.split(':')[0]}:” was read as text."]


@pytest.mark.parametrize("text", ["china !japan", "china NOT japan", "china -japan"])
def test_a_leading_mark_of_exclamation_leaves_out(text: str) -> None:
    assert parse(text).query == And((Word("china"), Not(Word("japan"))))
