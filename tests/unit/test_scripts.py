"""Scripts are told apart by their letters, and no letter is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.scripts import Run, language_of, runs


@given(st.text())
def test_runs_joined_are_the_text_again(text: str) -> None:
    assert "".join(run.text for run in runs(text)) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Letter of eleven missions", ""),
        ("指定居所监视居住", "zh-Hans"),
        ("外務省の声明", "ja"),
        ("대한민국", "ko"),
        ("ثلاثة عشر مطلبًا من أربع دول", "ar"),
        ("Заявление МИД", "und-Cyrl"),
        ("Ελλάδα", "el"),
        ("", ""),
    ],
)
def test_a_text_in_one_script_has_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_name_in_two_scripts_is_cut_where_the_script_changes() -> None:
    assert runs("Xie Yang 谢阳, lawyer") == (
        Run("Xie Yang "),
        Run("谢阳", "zh-Hans"),
        Run(", lawyer"),
    )


def test_a_mixed_text_has_no_language_of_its_own() -> None:
    assert language_of("Xie Yang 谢阳") == ""
