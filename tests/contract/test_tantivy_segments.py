"""Tantivy's partitions from inside: books are merged right, segments stay few, a save is quick to see."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from app.domain.query import Phrase, Prefix, Wildcard
from app.search import tantivy_commit
from app.search.analysis import forms_of
from app.search.engine import IndexedRecord, PartitionView
from app.search.partition_files import IndexFolder
from app.search.postings import Postings, Stretch
from app.search.tantivy_books import Run, Source, merged
from app.search.tantivy_commit import segment_names
from app.search.tantivy_dictionary import Dictionary, PageShelf, write_dictionary
from app.search.tantivy_engine import TantivyEngine
from tests.contract.records import CELL, a_letter, ask, filled, found
from tests.contract.reference_engine import ReferenceEngine

FORMS = [f"{a}{b}{c}" for a in "abcdefgh" for b in "\u0436ez" for c in "mnopqrst"]


def some_letters(dice: random.Random, count: int) -> list[IndexedRecord]:
    return [
        a_letter(f"r{number}", " ".join(dice.choices(FORMS, k=dice.randint(0, 60))))
        for number in range(count)
    ]


def plain(books: list[Stretch]) -> dict[str, dict[int, tuple[int, list[int]]]]:
    """form -> document -> (weight, places), read the slow way."""
    answer: dict[str, dict[int, tuple[int, list[int]]]] = {}
    for book in books:
        entry = place = 0
        for form, size in zip(book.forms, book.sizes.tolist(), strict=True):
            assert form not in answer, "a term stands in one book alone"
            answer[form] = {}
            for _ in range(size):
                count = int(book.postings.counts[entry])
                here = book.postings.places[place : place + count].tolist()
                document = int(book.postings.documents[entry])
                answer[form][document] = (int(book.postings.weights[entry]), here)
                entry, place = entry + 1, place + count
    return answer


def books_of(letters: list[IndexedRecord]) -> list[Stretch]:
    run = Run()
    for row, letter in enumerate(letters):
        run.add(row, letter)
    return list(run.books())


@pytest.mark.parametrize("entries_at_once", [1, 7, 500, 1_000_000])
def test_merging_is_inverting_what_is_left(
    monkeypatch: pytest.MonkeyPatch, entries_at_once: int
) -> None:
    monkeypatch.setattr("app.search.tantivy_books._ENTRIES_AT_ONCE", entries_at_once)
    dice = random.Random(3)  # noqa: S311 - repeatable
    batches = [some_letters(dice, count) for count in (5, 1, 12)]
    left, sources = [], []
    for batch in batches:
        is_there = np.array([dice.random() < 0.7 for _ in batch])
        numbers = np.where(is_there, np.cumsum(is_there) - 1 + len(left), -1)
        left += [one for one, there in zip(batch, is_there, strict=True) if there]
        sources.append(Source(books_of(batch), numbers))
    books = list(merged(sources))
    assert plain(books) == plain(books_of(left))
    forms = [form for book in books for form in book.forms]
    assert forms == sorted(forms)


@pytest.mark.parametrize("words_at_once", [1, 2, 7, 100, 500])
def test_words_are_inverted_alike_however_many_at_a_time(
    monkeypatch: pytest.MonkeyPatch, words_at_once: int
) -> None:
    letters = some_letters(random.Random(words_at_once), 40)  # noqa: S311 - repeatable
    (whole,) = books_of(letters)
    monkeypatch.setattr("app.search.tantivy_books._WORDS_AT_ONCE", words_at_once)
    books = books_of(letters)
    assert len(books) > 1
    assert plain(books) == plain([whole])
    assert [form for book in books for form in book.forms] == whole.forms
    by_hand: dict[str, Counter[int]] = defaultdict(Counter)
    for document, letter in enumerate(letters):
        for passage in letter.passages:
            for form in forms_of(passage.text):
                by_hand[form][document] += 1
    counted = {
        form: {document: len(places) for document, (_, places) in found.items()}
        for form, found in plain(books).items()
    }
    assert counted == by_hand


def test_what_is_written_is_read_back_page_by_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.search.tantivy_pages.FORMS_PER_PAGE", 5)
    (book,) = books_of(some_letters(random.Random(5), 40))  # noqa: S311 - repeatable
    write_dictionary(tmp_path / "s1-0", np.arange(40), len(book.forms), [book])
    dictionary = Dictionary(tmp_path / "s1-0", PageShelf())
    assert plain(list(dictionary.every_stretch())) == plain([book])
    for prefix in ("a", "b\u0436", "ce", "hzt", "z"):
        stretches = list(dictionary.beginning_with(prefix, with_places=True))
        expected = {form: at for form, at in plain([book]).items() if form.startswith(prefix)}
        assert plain(stretches) == expected
    every = set(book.forms)
    assert set(dictionary.forms_fitting("*em")) == {form for form in every if form.endswith("em")}
    assert set(dictionary.forms_fitting("?\u0436?")) == {
        form for form in every if form[1] == "\u0436"
    }
    assert set(dictionary.forms_near("azm")) == {
        form for form in every if sum(map(str.__ne__, form, "azm")) <= 1
    }


def test_wide_numbers_are_kept_whole(tmp_path: Path) -> None:
    documents = np.array([0, 255, 256, 70_000])
    weights = np.array([1, 300, 70_000, 2])
    places = np.array([1, 2, 3, 0xFFFFFFFF], dtype=np.uint32)
    found = Postings(documents, weights, np.ones(4, dtype=np.int64), places)
    write_dictionary(tmp_path / "s", np.arange(70_001), 1, [Stretch(["a"], np.array([4]), found)])
    read = Dictionary(tmp_path / "s", PageShelf()).postings("a", with_places=True)
    assert read is not None
    assert read.documents.tolist() == documents.tolist()
    assert read.weights.tolist() == weights.tolist()
    assert read.places.tolist() == places.tolist()


def test_the_shelf_keeps_to_its_limit_and_what_was_used_last() -> None:
    shelf = PageShelf(100)
    numbers = np.zeros(10, dtype=np.uint32)
    for key in range(4):
        shelf.put((1, key), numbers, 40)
        shelf.get((1, 0))
    assert [key for key in range(4) if shelf.get((1, key)) is not None] == [0, 3]


def test_segments_stay_few_however_many_commits_there_were(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    folder = IndexFolder(tmp_path, "tantivy").partition(CELL)
    most = 0
    for number in range(60):
        filled(engine, a_letter(f"r{number}", f"torture word{number}"))
        manifest = folder.manifest()
        assert manifest is not None
        most = max(most, len(segment_names(manifest)))
    assert most <= 4
    assert ask(engine, "torture", limit=100).total == 60


def test_segments_more_than_half_dead_are_written_anew(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    filled(engine, *(a_letter(f"r{number}", "zanzibarium torture") for number in range(40)))
    assert _is_in_a_dictionary(engine, "zanzibarium")
    gone = [one for one in engine.state(CELL).revisions if one not in ("r0", "r1")]
    engine.apply(CELL, [], gone)
    filled(engine, a_letter("r0", "peace", revision=2), a_letter("r1", "peace", revision=2))
    assert not _is_in_a_dictionary(engine, "zanzibarium")
    assert found(engine, "peace") == {"r0", "r1"}


def _is_in_a_dictionary(engine: TantivyEngine, form: str) -> bool:
    segments = engine._snapshot(CELL).segments
    return any(one.postings(form, with_places=False) is not None for one in segments)


@pytest.mark.parametrize("few", [0, 1_000_000])
def test_phrases_are_found_in_either_way_to_look_them_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, few: int
) -> None:
    monkeypatch.setattr("app.search.phrases._FEW", few)
    dice = random.Random(13)  # noqa: S311 - repeatable
    letters = [a_letter(f"r{n}", " ".join(dice.choices("abcd", k=30))) for n in range(50)]
    engine = TantivyEngine(tmp_path)
    engine.rebuild(CELL, iter(letters))
    reference = ReferenceEngine()
    reference.rebuild(CELL, iter(letters))
    for row in ("a b", "a a a", "b c d a", "d d", "c a b"):
        assert ask(engine, Phrase(row), limit=50) == ask(reference, Phrase(row), limit=50)


def test_what_is_too_much_for_memory_goes_to_disk_in_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    letters = some_letters(random.Random(9), 60)  # noqa: S311 - repeatable
    whole, runs = TantivyEngine(tmp_path / "whole"), TantivyEngine(tmp_path / "runs")
    whole.rebuild(CELL, iter(letters))
    monkeypatch.setattr(tantivy_commit, "WORDS_PER_RUN", 100)
    runs.rebuild(CELL, iter(letters))
    for query in ("aem", '"bzn ces"', "h\u0436t OR gzq", Prefix("d")):
        assert ask(runs, query, limit=60) == ask(whole, query, limit=60)
    manifest = IndexFolder(tmp_path / "runs", "tantivy").partition(CELL).manifest()
    assert manifest is not None
    assert len(segment_names(manifest)) == 1


def test_a_lock_laid_down_while_a_segment_is_sealed_is_no_part_of_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Tantivy's watching thread opens a new index once more, whenever it pleases, and leaves its lock."""
    unlink = Path.unlink

    def removed_and_laid_again(path: Path, missing_ok: bool = False) -> None:
        unlink(path, missing_ok=missing_ok)
        if path.name.startswith(".tantivy"):
            path.touch()

    monkeypatch.setattr(TantivyEngine, "most_in_leaf", 0)
    engine = TantivyEngine(tmp_path)
    with monkeypatch.context() as while_sealing:
        while_sealing.setattr(Path, "unlink", removed_and_laid_again)
        filled(engine, a_letter("a", "torture"))
    for _ in range(2):  # opening takes the lock away, so the second question finds it gone
        answer = ask(engine, "torture")
        assert (answer.total, answer.unavailable_cells) == (1, ())


@pytest.mark.parametrize("text", ["a.c*", "[*", "(a|b)*", "a+?", "*\\", "{2}*", "^a*", "?$"])
def test_signs_of_a_pattern_language_stand_for_themselves(tmp_path: Path, text: str) -> None:
    engine = filled(TantivyEngine(tmp_path), a_letter("a", "abc aac ac"))
    assert found(engine, Wildcard(text)) == set()


@pytest.mark.parametrize("text", ["?" * 64, "*" + "?" * 300, "*a" * 20, "?*?a?b*?" * 9, "*", "?"])
def test_wildcards_that_are_too_much_for_an_automaton_are_answered(
    tmp_path: Path, text: str
) -> None:
    letter = a_letter("a", "x" * 64 + " a " + "a" * 30)
    engine, reference = filled(TantivyEngine(tmp_path), letter), filled(ReferenceEngine(), letter)
    assert ask(engine, Wildcard(text)) == ask(reference, Wildcard(text))


def test_one_engine_for_all_threads_opens_a_partition_once(tmp_path: Path) -> None:
    engine = filled(TantivyEngine(tmp_path), a_letter("a", "torture"))
    view = PartitionView(CELL)
    first = engine._snapshot(view.cell)
    filled(engine, *(a_letter(f"n{number}", "peace") for number in range(9)))
    filled(engine, a_letter("last", "peace"))
    second = engine._snapshot(view.cell)
    assert second is not first
    kept = {one.name for one in first.segments} & {one.name for one in second.segments}
    by_name = {one.name: one.dictionary for one in first.segments}
    assert all(one.dictionary is by_name[one.name] for one in second.segments if one.name in kept)
