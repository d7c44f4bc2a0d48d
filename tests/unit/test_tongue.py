"""What one tongue says: dates, numbers, plurals and names in the six languages of papers."""

from __future__ import annotations

import pytest

from app.domain.briefings import LABEL_LANGUAGES
from app.domain.dates import CalendarDate
from app.domain.nothing import NONE, NOT_KNOWN, WITHHELD
from app.domain.vocabularies import Rank
from app.domain.wording import LanguageName, Name, Wording, alternatives, joined, said, said_many
from app.languages.catalogues import parts_of
from app.languages.tongue import ENGLISH, Tongue
from app.pdf.speech import lead, listed, say, say_nothing, speaking, tongue

NARROW, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def day(language: str, written: str, *, short: bool = False) -> str:
    return Tongue(language).date(CalendarDate.parse(written), short=short)


@pytest.mark.parametrize(
    ("language", "long", "short", "month", "year"),
    [
        ("en", "27 February 2017", "27 Feb 2017", "February 2017", "2017"),
        ("fr", "27 février 2017", "27 févr. 2017", "février 2017", "2017"),
        ("es", "27 de febrero de 2017", "27 feb 2017", "febrero de 2017", "2017"),
        ("ru", "27 февраля 2017 г.", "27 февр. 2017 г.", "февраль 2017 г.", "2017 г."),
        ("ar", "27 فبراير 2017", "27 فبراير 2017", "فبراير 2017", "2017"),
        ("zh", "2017年2月27日", "2017年2月27日", "2017年2月", "2017年"),
    ],
)
def test_points_follow_the_patterns_of_the_language_with_latin_digits(
    language: str, long: str, short: str, month: str, year: str
) -> None:
    assert day(language, "2017-02-27") == long
    assert day(language, "2017-02-27", short=True).replace(NARROW, " ") == short
    assert day(language, "2017-02").replace(NARROW, " ") == month
    assert day(language, "2017") == year


@pytest.mark.parametrize(
    ("language", "about", "since", "until", "between", "decade"),
    [
        ("en", "about 1999", "from 1 March 2017", "until 2018", "2016 to 2018", "1990s"),
        ("fr", "vers 1999", "1er mars 2017 et après", "2018 et avant", None, "années 1990"),
        ("es", "hacia 1999", "desde 1 de marzo de 2017", "hasta 2018", None, "década de 1990"),
        ("ru", "примерно 1999 г.", "1 марта 2017 г. и позднее", "по 2018 г.", None, "1990-е годы"),
        ("ar", "حوالي 1999", "اعتبارا من 1 مارس 2017", "حتى 2018", "2016 إلى 2018", "عقد 1990"),
        ("zh", "约1999年", "2017年3月1日起", "至2018年", "2016年至2018年", "1990年代"),
    ],
)
def test_doubts_ranges_and_decades_are_whole_sentences(
    language: str, about: str, since: str, until: str, between: str | None, decade: str
) -> None:
    assert day(language, "1999~") == about
    assert day(language, "2017-03-01/..") == since
    assert day(language, "../2018") == until
    assert between is None or day(language, "2016/2018") == between
    assert day(language, "199X") == decade


def test_a_russian_sentence_that_ends_in_a_date_has_one_stop() -> None:
    sentence = said("The text was published. {words}.", words=CalendarDate.parse("2017").in_words())

    assert Tongue("ru").say(sentence).endswith("2017 г.")


@pytest.mark.parametrize(
    ("language", "number"),
    [
        ("en", "12,040"),
        ("fr", f"12{NARROW}040"),
        ("es", "12.040"),
        ("ru", f"12{WIDE}040"),
        ("ar", "12,040"),
        ("zh", "12,040"),
    ],
)
def test_numbers_are_grouped_as_the_language_groups_them(language: str, number: str) -> None:
    spoken = Tongue(language)

    assert spoken.number(12040) == number
    assert spoken.say(said("{number:,}", number=12040)) == number
    assert spoken.say(said("{number}", number=12040)) == "12040"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["1 file", "2 files", "5 files", "21 files", "111 files"]),
        ("es", ["1 archivo", "2 archivos", "5 archivos", "21 archivos", "111 archivos"]),
        ("ru", ["1 файл", "2 файла", "5 файлов", "21 файл", "111 файлов"]),
        ("ar", ["ملف واحد", "ملفان", "5 ملفات", "21 ملفا", "111 ملفا"]),
        ("zh", ["1个文件", "2个文件", "5个文件", "21个文件", "111个文件"]),
    ],
)
def test_plurals_have_all_forms_of_the_language(language: str, told: list[str]) -> None:
    files = [said_many("{number} file", "{number} files", one) for one in (1, 2, 5, 21, 111)]

    assert [Tongue(language).say(one) for one in files] == told


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_every_language_has_names_for_languages_and_the_three_nothings(language: str) -> None:
    spoken = Tongue(language)
    names = {spoken.language_name(tag) for tag in ("zh-Hans", "fr", "ar")}
    nothings = {spoken.say(one.label) for one in (NOT_KNOWN, NONE, WITHHELD)}

    assert len(names) == len(nothings) == 3
    assert spoken.language_name("xx-99") == "xx-99"
    assert spoken.is_english is (nothings == {"not known", "none", "withheld"})
    assert spoken.is_right_to_left is (language == "ar")


def test_a_name_is_that_of_the_language_or_english() -> None:
    name = Name.of("Canada", {"ru": "Канада"})

    assert Tongue("ru").say(name) == "Канада"
    assert Tongue("zh").say(name) == "Canada"
    assert Tongue("ru").say(alternatives([name, Rank.AMBASSADOR.label])) == "Канада или посол"


def test_values_of_records_are_quoted_as_they_are() -> None:
    """Whatever braces, signs or words of ours a value holds, it is no sentence of ours."""
    hostile = "{day} %(name)s not known"
    told = said("Said by {source}", source=hostile)

    assert Tongue("ru").say(told) == f"Источник: {hostile}"
    assert Tongue("ru").say("not known") == "not known"
    assert Tongue("ru").word("not known") == "неизвестно"
    assert Tongue("ru").say(Wording("")) == Tongue("fr").word("") == ""


def test_what_a_catalogue_does_not_know_stays_english() -> None:
    assert Tongue("zh").say(said("No such sentence, {who}.", who="you")) == (
        "No such sentence, you."
    )


def test_sentences_without_words_are_punctuated_as_the_language_does() -> None:
    pair = joined(["A", "B"], ", ")
    fact = said("{who}: {words}; {rest}", who="A", words="B", rest="C")

    assert Tongue("ru").say(fact) == "A: B; C"
    assert Tongue("ar").say(pair) == "A، B"
    assert Tongue("zh").say(fact) == "A：B；C"
    assert "".join(part.text for part in parts_of("{{{a}}}")) == "{}"


def test_numbers_with_a_decimal_sign_and_languages_stand_in_sentences() -> None:
    sentence = said("{part:.1f} {language}", part=0.5, language=LanguageName("fr", "French"))

    assert ENGLISH.say(sentence) == "0.5 French"
    assert Tongue("es").say(sentence) == "0,5 francés"


def test_a_paper_speaks_one_language_while_it_is_made() -> None:
    assert tongue() is ENGLISH
    with speaking(Tongue("zh")):
        assert say(Rank.AMBASSADOR.label) == "大使"
        assert say_nothing(WITHHELD) == "不予透露"
        assert listed([Rank.AMBASSADOR.label, "Guo"]) == "大使、Guo"
        assert lead(said("Sources")) == "来源："
    with speaking(Tongue("fr")):
        assert lead("Ottawa") == f"Ottawa{WIDE}: "
    assert say(Rank.AMBASSADOR.label) == "ambassador"
    assert lead(said("Sources")) == "Sources: "
