"""Markings: what is written is read as it is meant, written back the same, and never read too low."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.access import AccessLabel, LabelScheme
from app.domain.markings import (
    TABLES,
    Degree,
    Effect,
    Marking,
    MarkingReading,
    Scheme,
    american,
    atlantic,
    british,
    european,
    french,
    german,
    level_for,
    own,
    read_label,
    read_marking,
    render_marking,
)
from app.domain.markings.letters import LONGEST, plain_form
from app.domain.markings.releases import COUNTRIES
from tests.builders import SCHEME
from tests.markings import UNREADABLE, GoldenMark, golden_marks, misspellings, variants
from tests.strategies import COMPARTMENTS

ROOT = Path(__file__).parents[2]
MARKS = golden_marks()
READABLE = [mark for mark in MARKS if mark.canonical != UNREADABLE]
TEXTS = sorted({mark.written for mark in READABLE} | {mark.canonical for mark in READABLE})
WORDS = [text for text in TEXTS if re.search(r"[A-Za-z]{6}", text)]
"""Marks written out; of `(TS)` and `NS` a letter less is another mark."""
RICH = LabelScheme.of(
    ("Public", "Official", "Restricted", "Confidential", "Secret", "Top Secret"),
    (
        *("HR-CHN", "ORCON", "SI", "TK", "LOCSEN", "TLP-RED", "TLP-AMBER", "TLP-AMBER-STRICT"),
        *("ATOMAL", "EXDIS", "PROPIN"),
    ),
)


def _admits_no_more(found: AccessLabel, meant: AccessLabel, labels: LabelScheme) -> bool:
    """Intake is the most guarded place there is, whatever its parts: nothing is read there."""
    return found == labels.intake or found.dominates(meant)


def test_the_golden_file_holds_at_least_three_hundred_marks() -> None:
    assert len({mark.written for mark in MARKS}) >= 300


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: ascii(mark.written))
def test_a_mark_gets_its_canonical_words_and_its_label(mark: GoldenMark) -> None:
    found = read_label(mark.written, SCHEME)

    assert found.label == SCHEME.parse(mark.label)
    if mark.canonical == UNREADABLE:
        assert found.marking is None
        assert found.label == SCHEME.intake
    else:
        assert found.marking is not None
        assert found.marking.text == mark.written
        assert render_marking(found.marking) == mark.canonical
        assert read_marking(mark.canonical, SCHEME) == found.marking


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_at_most_one_foreign_scheme_reads_a_mark(text: str) -> None:
    plain = plain_form(text)
    assert plain is not None
    families = (american, british, european, atlantic, french, german)

    assert sum(family.read(plain) is not None for family in families) <= 1


@settings(max_examples=400)
@given(st.sampled_from(TEXTS).flatmap(lambda text: st.tuples(st.just(text), variants(text))))
@example(("SECRET//NOFORN", "SECRET/NOFORN"))
@example(("UK SECRET - UK EYES ONLY", "UKSECRET - UK EYES ONLY"))
def test_no_variant_of_a_mark_admits_more_readers(pair: tuple[str, str]) -> None:
    text, variant = pair
    for labels in (SCHEME, RICH):
        meant, found = read_label(text, labels), read_label(variant, labels)

        assert _admits_no_more(found.label, meant.label, labels), (variant, found)
        assert found.text == variant


@settings(max_examples=400)
@given(st.sampled_from(WORDS).flatmap(lambda text: st.tuples(st.just(text), misspellings(text))))
@example(("SECRET//ORCON", "SECRET/ORCON"))
def test_no_slip_of_the_pen_admits_more_readers(pair: tuple[str, str]) -> None:
    """In a mark written out, but for a slip that names another country: nobody can tell that."""
    text, slip = pair
    for labels in (SCHEME, RICH):
        meant, found = read_label(text, labels), read_label(slip, labels)
        is_another = found.marking is not None and found.marking != meant.marking
        names_others = bool(
            set(re.findall(r"[A-Z]{2,}", slip.upper()))
            & (COUNTRIES | {"UK", "US", "NZ"}) - set(re.findall(r"[A-Z]{2,}", text.upper()))
        )
        assert _admits_no_more(found.label, meant.label, labels) or (is_another and names_others)


@pytest.mark.parametrize("text", TEXTS)
def test_a_mark_cut_short_is_not_read_unless_it_is_whole(text: str) -> None:
    """`SECRET//NOFORN` cut to `SECRET//NOF` is nothing; cut to `SECRET` it is another, whole mark."""
    for size in range(1, len(text)):
        for labels in (SCHEME, RICH):
            cut = text[:size].rstrip()
            meant, found = read_label(text, labels), read_label(cut, labels)
            if not _admits_no_more(found.label, meant.label, labels):
                _assert_is_whole(cut, text, found, meant)


def _assert_is_whole(cut: str, text: str, found: MarkingReading, meant: MarkingReading) -> None:
    assert found.marking is not None
    rest = text[len(cut) :]
    assert rest.startswith((" ", "/", "-", "–", "+", ",", ")", ":")), (cut, rest)
    if meant.marking is None or found.marking.scheme is Scheme.OWN:
        return
    assert found.marking.scheme is meant.marking.scheme
    level, shorter = meant.marking.level, found.marking.level
    is_level_cut = level != shorter and level.startswith(shorter)  # OFFICIAL-SENSITIVE
    assert found.marking.degree == meant.marking.degree or is_level_cut
    released, others = found.label.releasable_to, meant.marking.releasable_to
    assert released is None or (others is not None and released <= others)
    lost = set(meant.marking.caveats) - set(found.marking.caveats)
    assert is_level_cut or any(one.effect is Effect.CIRCLE for one in lost)


_codes = st.frozensets(st.sampled_from(sorted(COUNTRIES)), min_size=1, max_size=4)
_own = st.builds(
    lambda level, circles, codes: own.of_label(AccessLabel(level, circles, codes)),
    st.sampled_from(SCHEME.levels),
    st.frozensets(st.sampled_from(COMPARTMENTS)),
    st.none() | _codes,
)


@st.composite
def _american(draw: st.DrawFn) -> Marking:
    level = draw(st.sampled_from(("TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED")))
    release = draw(st.sampled_from(("", "NOFORN", "REL")))
    known = [one for one in american.CAVEATS if one != american.NOFORN]
    others = draw(st.lists(st.sampled_from(known), unique=True, max_size=4))
    codes = draw(_codes) | {"USA"}
    words = [one.words for one in others] + ({"NOFORN": ["NOFORN"]}.get(release, []))
    words += [f"REL TO USA, {', '.join(sorted(codes))}"] if release == "REL" else []
    joint = draw(st.booleans()) and release != "NOFORN"
    owners = sorted(draw(_codes) | {"USA", "CAN"})
    head = f"//JOINT {level} {' '.join(owners)}" if joint else level
    text = "//".join([head, *words]) if words or joint else f"({american_letter(level)})"
    found = american.read(text)
    assert found is not None, text
    return found


def american_letter(level: str) -> str:
    return "".join(word[0] for word in level.split())


@st.composite
def _british(draw: st.DrawFn) -> Marking:
    level = draw(st.sampled_from([row.level for row in british.LEVELS]))
    caveats = draw(st.lists(st.sampled_from(british.CAVEATS[1:]), unique=True, max_size=3))
    words = [one.words for one in caveats]
    eyes = draw(st.none() | _codes)
    words += [f"{'/'.join(sorted(eyes | {'GBR'}))} EYES ONLY"] if eyes else []
    found = british.read(" - ".join([f"UK {level}", *words]))
    assert found is not None, (level, words)
    return found


@st.composite
def _with_release(draw: st.DrawFn) -> Marking:
    family = draw(st.sampled_from((european, atlantic)))
    codes = draw(st.none() | _codes)
    level = draw(st.sampled_from([row.level for row in family.LEVELS]))
    text = f"{level} RELEASABLE TO {', '.join(sorted(codes))}" if codes else level
    plain = plain_form(text)
    found = family.read(plain) if plain else None
    assert found is not None, text
    return found


_others = st.sampled_from(
    [row.level for scheme in (Scheme.FRANCE, Scheme.GERMANY, Scheme.TLP) for row in TABLES[scheme]]
).map(lambda text: read_marking(text, RICH))


@settings(max_examples=300)
@given(_own | _american() | _british() | _with_release() | _others)
def test_a_marking_written_out_is_read_back_the_same(marking: Marking | None) -> None:
    assert marking is not None
    assert read_marking(render_marking(marking), SCHEME) == marking


@given(st.text(max_size=60))
def test_nothing_is_read_out_of_noise(text: str) -> None:
    found = read_label(text, SCHEME)
    if found.marking is None:
        assert found.label == SCHEME.intake
        assert found.remarks


@pytest.mark.parametrize("text", ["", "   ", "S" * (LONGEST + 1), "\x00", "SECRET\u202e", "ΣECRET"])
def test_what_cannot_be_read_says_why(text: str) -> None:
    found = read_label(text, SCHEME)
    assert (found.marking, found.label, found.text) == (None, SCHEME.intake, text)
    assert "cannot be read" in found.remarks[0]


def test_every_caveat_that_restricts_has_its_effect_or_goes_to_intake() -> None:
    for module, head in ((american, "SECRET//"), (british, "UK SECRET - ")):
        for caveat in module.CAVEATS:
            found = read_label(head + caveat.words, SCHEME)
            if caveat.effect is Effect.CIRCLE:
                own = LabelScheme.of(_names(), [caveat.compartment])
                carried = read_label(head + caveat.words, own)
                assert found.label == SCHEME.intake
                assert any(caveat.compartment in remark for remark in found.remarks)
                assert not found.is_settled
                assert found.floor.level.name == "Secret"
                assert carried.label.compartments == {caveat.compartment}
            else:
                assert found.is_settled
                assert any(caveat.words in remark for remark in found.remarks)
                assert found.label.releasable_to is not None


def _names() -> tuple[str, ...]:
    return tuple(level.name for level in SCHEME.levels)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (_names(), "Public Official Restricted Confidential Secret -"),
        ((*_names(), "Top Secret"), "Public Official Restricted Confidential Secret Top Secret"),
        (("Public", "Restricted", "Secret"), "Public Restricted Restricted Secret Secret -"),
        (("Public", "Official"), "Public Official - - - -"),
        (("Open", "Closed"), "Open - - - - -"),
        (("A", "B", "C", "D", "E"), "A B C D E -"),
        (("A", "B", "C", "D", "E", "F"), "A B C D E F"),
        (("A", "B", "C", "D", "E", "F", "G", "H"), "C D E F G H"),
        (("Public", "House", "Secret"), "Public Secret Secret Secret Secret -"),
        (("Secret", "Official"), "- - - - - -"),
        (("Public", "Official", "Internal"), "- - - - - -"),
    ],
)
def test_levels_of_other_names_and_numbers_never_lower_a_mark(
    levels: tuple[str, ...], expected: str
) -> None:
    labels = LabelScheme.of(levels, ())
    found = [level_for(degree, labels) for degree in Degree]
    assert " ".join(level.name if level else "-" for level in found) == expected
    ranks = [level.rank for level in found if level]
    assert ranks == sorted(ranks)


@given(
    st.lists(
        st.sampled_from([*_names(), "Top Secret", "Internal", "Lower", "Upper"]),
        unique=True,
        min_size=1,
        max_size=8,
    )
)
def test_a_named_level_is_never_taken_for_a_higher_one(levels: list[str]) -> None:
    labels = LabelScheme.of(levels, ())
    order = ("public", "official", "restricted", "confidential", "secret", "top secret")
    for degree in Degree:
        level = level_for(degree, labels)
        if level is not None and level.name.casefold() in order:
            assert order.index(level.name.casefold()) >= degree


def test_the_reference_lists_every_level_of_every_scheme() -> None:
    page = (ROOT / "docs/reference/markings.md").read_text("utf-8")
    for scheme, rows in TABLES.items():
        section = page.split(f"## {scheme.value}\n", 1)[1].split("\n## ", 1)[0]
        listed = re.findall(r"^\| `([^`]+)` \| ([a-z ]+) \| ([^|]*) \|$", section, re.MULTILINE)
        assert listed == [
            (row.level, row.degree.name.lower().replace("_", " "), row.used) for row in rows
        ]
