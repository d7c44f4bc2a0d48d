"""Names of parties and groupings in the languages of papers: there for all, and each of one party alone."""

from __future__ import annotations

from collections import Counter

import pytest

from app.domain.briefings import LABEL_LANGUAGES
from app.domain.dated_names import DatedName, NameUse
from app.domain.dates import CalendarDate
from app.domain.parties import fold_name
from app.domain.wording import every_name
from tests.dossiers import directory, groupings

LANGUAGES = LABEL_LANGUAGES[1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_party_has_a_name_that_is_no_other_partys(language: str) -> None:
    names = [one.name_today.others.get(language, "") for one in directory().parties]

    assert "" not in names
    assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize("language", ["es", "ru", "ar", "zh"])
def test_every_name_on_paper_leads_back_to_its_party(language: str) -> None:
    for party in directory().parties:
        shown = [one.name for one in party.names if _is_shown(one, language)]
        assert {directory().meanings(name) for name in shown} == {(party.code,)}, shown


@pytest.mark.parametrize(
    ("code", "date", "names"),
    [
        ("CZE", "2016-01", ("República Checa", "Чешская Республика", "捷克共和国")),
        ("CZE", "2017-02-27", ("Chequia", "Чехия", "捷克")),
        ("COD", "1980", ("Zaire", "Заир", "扎伊尔")),
        ("MMR", "1988", ("Birmania", "Бирма", "缅甸")),
        ("TUR", "2021", ("Turquía", "Турция", "土耳其")),
        ("TUR", "2023", ("Türkiye", "Турция", "土耳其")),
        ("KOR", "2020", ("República de Corea", "Республика Корея", "大韩民国")),
        ("SUN", "1962", ("Unión Soviética", "Советский Союз", "苏联")),
        ("EU", "2017", ("Unión Europea", "Европейский союз", "欧洲联盟")),
    ],
)
def test_a_party_is_called_by_its_name_at_the_date_in_every_language(
    code: str, date: str, names: tuple[str, ...]
) -> None:
    name = directory().party(code)
    assert name is not None
    others = name.name_at(CalendarDate.parse(date)).others

    assert tuple(others[language] for language in ("es", "ru", "zh")) == names


@pytest.mark.parametrize(
    "text", ["США", "Великобритания", "韩国", "الولايات المتحدة الأمريكية", "Moldavia"]
)
def test_other_usual_names_are_found_too(text: str) -> None:
    assert len(directory().meanings(text)) == 1


def test_groupings_have_names_in_every_language_and_none_means_two() -> None:
    meant: dict[str, set[str]] = {}
    for one in groupings().groupings:
        assert set(one.name.others) == set(one.short_name.others) == set(LANGUAGES)
        for name in (one.code, *every_name(one.name), *every_name(one.short_name)):
            meant.setdefault(fold_name(name), set()).add(one.code)

    assert [name for name, codes in meant.items() if len(codes) > 1] == []


def _is_shown(name: DatedName, language: str) -> bool:
    return name.language == language and name.use is NameUse.SHORT
