"""What every engine finds in other scripts than Latin, and in other languages than English."""

from __future__ import annotations

import pytest

from app.domain.query import Phrase, Word
from app.search.engine import SearchEngine
from tests.contract.records import a_letter, filled, found


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("ko", "국가는 인권을 보호한다", "인권"),
        ("ko", "인권변호사", "인권"),
        ("ko", "국가인권위원회", "인권"),
        ("ja", "人々の声", "人人"),
        ("ja", "ジョン・スミス", "スミス"),
        ("th", "ประเทศไทย", "ไทย"),
        ("ar", "المحامين", "محامي"),
        ("ar", "والأمم المتحدة", "امم"),
        ("", "والأمم المتحدة", "امم"),
        ("en", "the Arabic word المحامين", "والمحامي"),
        ("ru", "о пытках", "пытка"),
        ("nl", "de gevangenen", "gevangene"),
        ("sv", "advokaterna", "advokat"),
        ("da", "erklæringer", "erklæring"),
        ("nb", "menneskerettigheter", "menneskerettighet"),
        ("fi", "suurlähetystössä", "suurlähetystö"),
        ("de", "Herr Mueller", "Müller"),
        ("en", "the consti-\ntution", "constitution"),
        ("en", "con\u00adsti\u00adtution", "constitution"),
        ("he", "דו״ח על ארה״ב", 'ארה"ב'),
    ],
)
def test_a_word_is_found(engine: SearchEngine, language: str, text: str, asked: str) -> None:
    filled(
        engine,
        a_letter("a", text, language=language),
        a_letter("b", "Anderes, 別, 다른, อื่น, другое, آخر", language=language),
    )
    assert found(engine, Word(asked)) == {"a"}


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("ko", "권인", "인권"),
        ("ko", "변호사 인권", "인권변호사"),
        ("ar", "كتاب", "مكتب"),
        ("uk", "про пытках", "пытка"),
        ("fi", "kyllä", "kylä"),
        ("en", "Franco-\nGerman", "francogerman"),
    ],
)
def test_another_word_is_not(engine: SearchEngine, language: str, text: str, asked: str) -> None:
    filled(engine, a_letter("a", text, language=language))
    assert found(engine, Word(asked)) == set()


def test_phrases_are_exact_in_every_script(engine: SearchEngine) -> None:
    filled(
        engine,
        a_letter("a", "인권 변호사", language="ko"),
        a_letter("b", "인권을 변호사", language="ko"),
        a_letter("c", "الأمم المتحدة", language="ar"),
        a_letter("d", "أمم متحدة", language="ar"),
    )
    assert found(engine, Phrase("인권 변호사")) == {"a"}
    assert found(engine, Phrase("الامم المتحدة")) == {"c"}
