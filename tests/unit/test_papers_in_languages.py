"""The founding letter's record sheet in each language: our labels in it, records' own words as they are."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache

import pytest

from app.domain.briefings import LABEL_LANGUAGES
from app.domain.dates import CalendarDate
from app.domain.nothing import NOT_KNOWN, WITHHELD
from app.domain.records import PartyCode, Signature
from app.domain.views import RecordView
from app.domain.vocabularies import SignatureStatus
from app.languages.tongue import Tongue
from app.pdf.reports import REPORTS
from app.pdf.speech import speaking
from tests.catalogues import catalogue
from tests.dossiers import a_dossier, directory, groupings
from tests.papers import SIGNERS, founding_letter
from tests.printing import letters_of, printed

SIGNED_ON = CalendarDate.parse("2017-02-27")
_MAY_STAY = (
    *("OFFICIAL", "HR-CHN", "JL-2017-7K3QF", "JL-2016-4QX2B", "JL-2016-W0N5H", "JS-2016-9C3RD"),
    *("JL-2019-T6Y8M", "B1", "B2", "C3"),  # markings, references, grades
    *("G7", "FVEY", "E3", "P5", "NB8", "V4", "Quint"),  # groupings known by their letters
    *("Chancery", "A. Linden", "UTC", "sha-256", "3f9c", "a17e"),  # the frame's names and signs
)
_LETTERS = re.compile(r"[A-Za-z]{2,}")


@cache
def _letter() -> RecordView:
    """With names of parties and groupings as they stand on record."""
    view = founding_letter()
    return replace(
        view,
        party_names={code: directory().name_at(code, SIGNED_ON) for code in view.party_names},
        groupings=groupings().shares([PartyCode(code) for code in SIGNERS], SIGNED_ON),
    )


def _words(view: RecordView, language: str) -> list[str]:
    """The pieces of the sheet as they were written, Arabic in its plain letters."""
    with speaking(Tongue(language)):
        blocks = REPORTS["record-sheet"].blocks(a_dossier([view]))
        words = [one for block in blocks for _, one in block.words()]
    return [unicodedata.normalize("NFKC", one) for one in words] if language == "ar" else words


def _text(view: RecordView, language: str) -> str:
    return " ".join("".join(f"{one} " for one in _words(view, language)).split())


def _own_words(view: RecordView) -> list[str]:
    """What the record itself says, longest first; it is on every sheet letter for letter."""
    told = view.description
    words = [told.title, *told.summary.split("\n\n"), str(told.place), told.signatures_note]
    words += [str(one) for to in told.addressees for one in (to.person, to.office)]
    words += [one.text for one in told.demands]
    words += [one for answer in told.responses for one in (answer.text, answer.note)]
    words += [one.text for one in told.absences]
    words += [str(one.evidence.source) for one in told.absences]
    words += [one.name for one in told.persons] + ["谢阳", "lawyer", "activist"]
    words += [one.record.title for one in view.relations if one.record]
    words += [str(told.evidence.source), "the Czech Republic"]
    return sorted(filter(None, set(words)), key=lambda one: -len(one))


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        (
            "fr",
            ["Lettre commune", "27 février 2017", "Signé par 11 États", "OTAN", "Royaume-Uni"],
        ),
        (
            "es",
            ["Carta conjunta", "27 de febrero de 2017", "Firmado por 11 Estados", "UE", "Bélgica"],
        ),
        (
            "ru",
            ["Совместное письмо", "27 февраля 2017 г.", "Подписали 11 государств", "ЕС", "Чехия"],
        ),
        (
            "ar",
            [
                "رسالة مشتركة",
                "27 فبراير 2017",
                "وقعته 11 دولة",
                "الاتحاد الأوروبي",
                "المملكة المتحدة",
            ],
        ),
        ("zh", ["联名信", "2017年2月27日", "11国签署", "欧盟 7/28", "英国"]),
    ],
)
def test_labels_dates_numbers_and_names_are_in_the_language(
    language: str, labels: list[str]
) -> None:
    text = _text(_letter(), language)

    assert [one for one in labels if one not in text] == []


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_the_records_own_words_are_untouched(language: str) -> None:
    text = _text(_letter(), language)
    sources = {"the newspaper that held a copy"}  # said once, then "same source"

    assert [one for one in _own_words(_letter()) if one not in text and one not in sources] == []


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_no_english_word_of_ours_is_left_on_the_whole_page(language: str) -> None:
    """Read back from the PDF, head and foot included."""
    with speaking(Tongue(language)):
        letters = letters_of(printed(_letter()))
    for words in (*_own_words(_letter()), *_MAY_STAY):
        letters = letters.replace("".join(words.split()), " ")

    assert _LETTERS.findall(letters) == []


@pytest.mark.parametrize("language", ["ru", "ar", "zh"])
def test_no_english_word_of_ours_is_left_in_the_blocks(language: str) -> None:
    text = _text(_letter(), language)
    for words in (*_own_words(_letter()), *_MAY_STAY):
        text = text.replace(words, " ")

    assert _LETTERS.findall(text) == []


@pytest.mark.parametrize("name", list(REPORTS))
@pytest.mark.parametrize("language", ["ru", "zh"])
def test_no_report_says_an_english_word_that_is_not_on_record(language: str, name: str) -> None:
    """Reports cut records' own words, so each word is looked for by itself."""
    chinese = directory().names("CHN")
    dossier = a_dossier(
        [_letter()],
        subject="lawyers",
        party=PartyCode("CHN"),
        person="Xie Yang",
        person_names=frozenset({"Xie Yang", "谢阳"}),
    )
    with speaking(Tongue(language)):
        text = " ".join(words for one in REPORTS[name].blocks(dossier) for _, words in one.words())
    for words in _MAY_STAY:
        text = text.replace(words, " ")
    on_record = " ".join([*_own_words(_letter()), *(one.name for one in chinese), "lawyers"])

    left = set(_LETTERS.findall(text)) - set(_LETTERS.findall(on_record))
    assert left - {"CHN", "ISO", "Jaccard"} - set(SIGNERS) - set(_letter().party_names) == set()


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_english_label_is_left_where_letters_are_the_same(language: str) -> None:
    domain = "messages" if language == "fr" else "papers"
    pieces = [one.strip(" :.;\N{NO-BREAK SPACE}").casefold() for one in _words(_letter(), language)]
    known = catalogue(language, domain)
    labels = {
        message[0].casefold()
        for message, wordings in known.items()
        if len(message) == 1 and wordings[0].casefold() != message[0].casefold()
    }

    assert [one for one in pieces if one in labels and one not in _wordings(known)] == []


@pytest.mark.parametrize("language", LABEL_LANGUAGES[1:])
def test_not_known_and_withheld_are_said_in_the_language(language: str) -> None:
    told = replace(_letter().description, place=WITHHELD, holding=NOT_KNOWN)
    pieces = _words(replace(_letter(), description=told), language)

    for nothing in (WITHHELD, NOT_KNOWN):
        assert Tongue(language).say(nothing.label) in pieces
        assert nothing.value not in pieces


def test_signatures_that_changed_are_said_in_the_language() -> None:
    joined = Signature(
        PartyCode("JPN"),
        "Japan",
        status=SignatureStatus.JOINED_LATER,
        date=CalendarDate.parse("2019-07-26"),
    )
    told = _letter().description
    view = replace(_letter(), description=replace(told, signatures=(*told.signatures[:2], joined)))

    assert "присоединилось 26 июл. 2019 г." in _text(view, "ru").replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )
    assert "Подписали 2 государства, позднее 3" in _text(view, "ru")
    assert "加入 2019年7月26日" in _text(view, "zh")
    assert "名单完整：当日2方，1方后来加入。" in _text(view, "zh")


def _wordings(known: dict[tuple[str, ...], tuple[str, ...]]) -> set[str]:
    return {one.casefold() for wordings in known.values() for one in wordings}
