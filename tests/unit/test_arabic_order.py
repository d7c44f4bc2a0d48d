"""English from records within Arabic sentences: each stretch keeps its own order and its own signs."""

from __future__ import annotations

import time
import unicodedata
from typing import cast

import pytest

from app.pdf.faces import DocumentFaces
from app.pdf.ordering import in_drawing_order, lines_in_drawing_order
from app.pdf.pen import Pen
from app.pdf.strips import lines_of
from app.pdf.text import MAX_CHARACTERS, Piece, Style, boxed, inline, para
from app.pdf.typography import BODY
from tests.printing import cabinet


class _Recorder:
    """A pen that remembers, for each line, what it drew where."""

    def __init__(self) -> None:
        self.lines: dict[int, list[tuple[float, str]]] = {}
        self._line = 0

    def words(self, x: float, _y: float, text: str, _style: Style) -> None:
        self.lines.setdefault(self._line, []).append((x, text))

    def box(self, *_: object) -> None:
        """Only words are looked at."""

    def turn(self) -> None:
        self._line += 1


def _plain(drawn: list[tuple[Piece, str]]) -> str:
    """What is drawn from left to right, Arabic in its plain letters."""
    return "".join(unicodedata.normalize("NFKC", text) for _, text in drawn)


def _drawn(*pieces: Piece | str, is_right_to_left: bool = True) -> str:
    made = [inline(one, BODY) if isinstance(one, str) else one for one in pieces]
    parts = [(one, one.text) for one in made]
    return _plain(in_drawing_order(parts, is_right_to_left=is_right_to_left))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (
            "هنغاريا: Blocked a signature by the EU. وفقا للمصدر",
            ("ردصملل اقفو", " Blocked a signature by the EU. ", ":ايراغنه"),
        ),
        ("تعليق: 28 EU members took part.", ("28 EU members took part. ", ":قيلعت")),
        ('قال: "All lies," they said. فقط', ("طقف ", '"All lies," they said. ', ":لاق")),
        ("قال: (So it was said.) فقط", ("طقف ", "(So it was said.) ", ":لاق")),
        ("تعليق: Embassy: It declined. It left.", ("Embassy: It declined. It left. ", ":قيلعت")),
        ("المصدر: https://a.example/b/", ("https://a.example/b/ ", ":ردصملا")),
    ],
)
def test_an_english_sentence_keeps_its_own_signs(written: str, seen: tuple[str, ...]) -> None:
    assert _drawn(written) == "".join(seen)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("أعد بواسطة A. Linden. فقط", "طقف .A. Linden ةطساوب دعأ"),
        ("وكذلك: E3 3/3. فقط", "طقف .E3 3/3 :كلذكو"),
        ("السفير: Hans Dietmar.", ".Hans Dietmar :ريفسلا"),
        ("Beijing (مستنتج)", "(جتنتسم) Beijing"),
    ],
)
def test_the_stop_of_an_arabic_sentence_stays_at_its_end(written: str, seen: str) -> None:
    assert _drawn(written) == seen


def test_names_in_a_list_follow_each_other_and_keep_their_brackets() -> None:
    names = (
        "Li Heping (李和平)، Xie Yang (谢阳، Xie) (lawyer)؛ Wu Gan (activist)؛ Chen (محام of Xie)."
    )

    first, second = "Li Heping (李和平)", "Xie Yang (谢阳، Xie) (lawyer)"
    assert _drawn(names) == f".(of Xie ماحم) Chen ؛Wu Gan (activist) ؛{second} ،{first}"


def test_a_date_of_ours_is_not_drawn_into_the_title_before_it() -> None:
    assert _drawn("appeal CHN 3/2017, 22 مارس 2017") == "2017 سرام 22 ,appeal CHN 3/2017"
    assert _drawn("They left. 12 دولة") == "ةلود 12 They left."


def test_a_reference_and_a_grade_stand_after_the_sentence_before_them() -> None:
    reference = Piece("JL-2017-74Q6Y", BODY, holds_together=True)

    assert _drawn("قال: It declined.", " ", reference, ", الغياب 1", " ", boxed("B2", BODY)) == (
        "B2 1 بايغلا ,JL-2017-74Q6Y It declined. :لاق"
    )


def test_a_line_knows_what_the_line_before_began() -> None:
    lines = ["قال: Its start is dated by ", "China Change, 22 March ", "2017."]
    drawn = lines_in_drawing_order(
        [[(one, one.text)] for one in (inline(line, BODY) for line in lines)],
        is_right_to_left=True,
    )

    assert [_plain(line) for line in drawn] == [
        "Its start is dated by :لاق",
        "China Change, 22 March",
        "2017.",
    ]


def test_a_sentence_broken_over_lines_keeps_its_stop_where_it_ends() -> None:
    words = para("قال: It was dated by others, in March 2017.", " ", boxed("C3", BODY), style=BODY)
    faces = DocumentFaces(cabinet(), words.words(), is_right_to_left=True)
    pen = _Recorder()
    for strip in lines_of(words, faces, 110.0):
        strip.draw(cast(Pen, pen), 0.0, 0.0)
        pen.turn()

    shown = [[text for _, text in sorted(line)] for line in pen.lines.values()]
    assert "".join(shown[0]).startswith("It was dated")
    assert shown[-1][0] == "C3"  # to the left of the sentence that it grades
    assert shown[-1][-1].endswith("2017.")


def test_a_paragraph_from_left_to_right_pairs_its_brackets_too() -> None:
    shown = _drawn("See رسالة (نص) here.", is_right_to_left=False)

    assert shown == "See (صن) ةلاسر here."


@pytest.mark.parametrize("control", ["\u2066", "\u2067", "\u2068", "\u2069", "\u202e", "\u200f"])
def test_data_brings_no_control_of_its_own(control: str) -> None:
    text = "قال: It was {}so. فقط"

    assert _drawn(text.format(control)) == _drawn(text.format(""))


@pytest.mark.parametrize(
    "hostile", ["(", "]", "()", "(a)", "م: a: ", "م a. ", "م، ", "(" * 62 + "a" + ")" * 62, ". a"]
)
def test_signs_without_end_take_no_time_without_end(hostile: str) -> None:
    text = f"م{hostile * MAX_CHARACTERS}"[:MAX_CHARACTERS]
    begun = time.process_time()

    assert len(_drawn(text)) == len(text)
    assert time.process_time() - begun < 5
