"""Every form of a table is found by its language and stem, whatever other languages stand beside it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.folding import fold
from app.search.forms_table import FormsTable, by_language, written
from app.search.stems import LANGUAGES, stem_of

WORDS = [
    *("detentions", "tortures", "letters", "letter", "Anwälte", "avocats"),
    *("адвокаты", "المحامون", "asianajajat"),
]
PAIRS = st.sets(
    st.tuples(st.integers(1, len(LANGUAGES)), st.sampled_from(WORDS).map(fold)), max_size=60
)


@given(PAIRS)
def test_all_forms_of_a_stem_are_found_and_no_others(pairs: set[tuple[int, str]]) -> None:
    table = FormsTable(written(by_language(pairs)))

    for language in range(1, len(LANGUAGES) + 1):
        for stem in {stem_of(language, fold(word)) for word in WORDS} - {""}:
            alike = {f for of, f in pairs if of == language and stem_of(of, f) == stem}
            assert set(table.forms(language, stem)) == alike
    assert table.pairs() == {
        (language, form) for language, form in pairs if stem_of(language, form)
    }
    assert not table.without_known(pairs)


def test_a_table_of_all_languages_finds_the_tenth_and_later() -> None:
    every = {(number, fold(word)) for number in range(1, len(LANGUAGES) + 1) for word in WORDS}
    table = FormsTable(written(by_language(every)))

    assert [
        (language, form)
        for language, form in sorted(every)
        if (stem := stem_of(language, form)) and form not in table.forms(language, stem)
    ] == []
