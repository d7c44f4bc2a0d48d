"""The hostile files by name, and the verdicts that are right for each.

A verdict is a failure code, or `text` when the file is read. Where a parser may stop in more than
one way (memory, time, damage), every way that keeps the promises is listed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.hostile import pdf_files as pdf
from tests.hostile import word_files as word

STOPPED = frozenset({"damaged", "memory", "crashed", "timeout"})
READ = frozenset({"text"})


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    extension: str
    make: Callable[[], bytes]
    verdicts: frozenset[str]


def _case(make: Callable[[], bytes], extension: str, *verdicts: str) -> Case:
    return Case(make.__name__.replace("_", " "), extension, make, frozenset(verdicts))


def zeros_between_letters() -> bytes:
    return b"Excellency\x00\x00, we are \x00 concerned.\x00"


def random_bytes() -> bytes:
    state = 1
    drawn = bytearray()
    for _ in range(20_000):
        state = state * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        drawn.append(state >> 16 & 0xFF)
    return bytes(drawn)


def one_endless_line() -> bytes:
    return b"a" * 5_000_000


def more_than_ten_million_characters() -> bytes:
    return b"word " * 3_000_000


def more_than_forty_megabytes() -> bytes:
    return b"word " * 10_000_000


def half_characters() -> bytes:
    return "Excellency, ".encode("utf-16") + b"\x00\xd8" * 50


def mark_and_nothing_else() -> bytes:
    return b"\xef\xbb\xbf"


def terminal_commands() -> bytes:
    return b"Excellency\x1b[2J\x1b]0;owned\x07, we are concerned." * 3


def wrong_charset() -> bytes:
    return ("Mr Minister, nous exprimons notre préoccupation " * 5).encode("cp1252") + b"\x81\x8d"


def executable_with_a_pdf_name() -> bytes:
    return b"MZ\x90\x00" + pdf.a_pdf(pdf.SENTENCE)


def page_and_pdf_in_one() -> bytes:
    return b"<html><script>alert(1)</script>" + pdf.a_pdf(pdf.SENTENCE)


def pdf_with_a_text_name() -> bytes:
    return pdf.a_pdf(pdf.SENTENCE)


def pdf_with_a_word_name() -> bytes:
    return pdf.a_pdf(pdf.SENTENCE)


def header_and_nothing_else() -> bytes:
    return b"%PDF-1.7\n"


CASES = (
    _case(word.zip_bomb, "docx", "suspicious"),
    _case(word.bomb_in_an_unread_part, "docx", "suspicious"),
    _case(word.bomb_that_lies, "docx", "damaged", "suspicious"),
    _case(word.billion_laughs, "docx", "suspicious"),
    _case(word.outside_entity, "docx", "suspicious"),
    _case(word.hundred_thousand_entries, "docx", "suspicious"),
    _case(word.same_entry_twice, "docx", "suspicious"),
    _case(word.two_packages_in_one, "docx", "suspicious"),
    _case(word.locked_entries, "docx", "password"),
    _case(word.endless_nesting, "docx", "damaged", "suspicious"),
    _case(word.more_text_than_any_letter, "docx", "too-much-text"),
    _case(word.many_small_paragraphs, "docx", "text"),
    _case(word.paths_that_climb_out, "docx", "text"),
    _case(word.no_document_inside, "docx", "damaged"),
    _case(pdf.locked, "pdf", "password"),
    _case(pdf.locked_for_printing_only, "pdf", "text"),
    _case(pdf.cut_in_half, "pdf", "text", "damaged", "scan"),
    _case(pdf.page_tree_that_holds_itself, "pdf", "damaged", "scan"),
    _case(pdf.table_that_points_at_itself, "pdf", "damaged", "scan"),
    _case(pdf.a_hundred_thousand_pages, "pdf", "too-many-pages"),
    _case(pdf.inflating_bomb, "pdf", "scan", *STOPPED),
    _case(pdf.forms_within_forms, "pdf", *STOPPED),
    _case(pdf.deep_arrays, "pdf", "scan", *STOPPED),
    _case(pdf.one_that_acts, "pdf", "text"),
    _case(pdf.million_objects, "pdf", "scan", *STOPPED),
    _case(header_and_nothing_else, "pdf", "damaged"),
    _case(executable_with_a_pdf_name, "pdf", "not-read"),
    _case(page_and_pdf_in_one, "pdf", "not-read"),
    _case(pdf_with_a_text_name, "txt", "not-read"),
    _case(pdf_with_a_word_name, "docx", "not-read"),
    _case(zeros_between_letters, "txt", "binary"),
    _case(random_bytes, "txt", "binary"),
    _case(one_endless_line, "txt", "text"),
    _case(more_than_ten_million_characters, "txt", "too-much-text"),
    _case(more_than_forty_megabytes, "txt", "too-much-text"),
    _case(half_characters, "txt", "text"),
    _case(mark_and_nothing_else, "txt", "no-text"),
    _case(terminal_commands, "txt", "text", "binary"),
    _case(wrong_charset, "txt", "text"),
)
