"""What was said is kept as a text and told again, each value in it too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import CalendarDate
from app.domain.kept_wordings import kept, told
from app.domain.wording import LanguageName, Name, Wording, joined, said, said_many


@given(st.text())
def test_a_plain_text_comes_back_as_it_went_in(text: str) -> None:
    assert told(kept(text)) == text
    assert not isinstance(told(kept(f"\x1e{text}")), Wording)


@pytest.mark.parametrize(
    "wording",
    [
        said("Somebody changed it since."),
        said("There is no level {name!r}.", name='<b>"{x}"</b>'),
        said_many("{number:,} demand", "{number:,} demands", 1204),
        said_many("{number:,} demand", "{number:,} demands", 1),
        joined([CalendarDate.parse("2017-02~").in_words(), "a {brace}", said("yes")], "; "),
        said("{name} ({code})", name=Name.of("Germany", {"fr": "Allemagne"}), code="DEU"),
        said("in {language}", language=LanguageName("fr", "French")),
        Name.of("European Union", {"fr": "Union européenne"}),
        Wording("another English than its sentence", "a sentence"),
    ],
    ids=str,
)
def test_a_wording_comes_back_as_one(wording: Wording) -> None:
    again = told(kept(wording))

    assert isinstance(again, Wording)
    assert again == wording
    if wording.values:
        assert (again.sentence, again.many, again.number) == (
            *(wording.sentence, wording.many),
            wording.number,
        )
    assert kept(again) == kept(wording)
