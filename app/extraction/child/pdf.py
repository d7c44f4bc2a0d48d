"""PDF through PDFium: text by page, nothing executed, no form, no annotation, no attachment."""

from __future__ import annotations

import re
from typing import BinaryIO

import pypdfium2
from pypdfium2 import raw

from .unreadable import Allowance, Unreadable

MAX_PAGES = 5_000
_LETTER = re.compile(r"\w")
# U+FFFD and the private use area are what a font without a character table leaves behind.
_NO_CHARACTER = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


def read(stream: BinaryIO) -> list[str]:
    """Text by page; a page that PDFium cannot read is empty. Raises Unreadable when all are."""
    with _opened(stream) as document:
        if len(document) > MAX_PAGES:
            raise Unreadable("too-many-pages")
        allowance = Allowance()
        texts = [_text_of(document, number, allowance) for number in range(len(document))]
    if all(text is None for text in texts):
        raise Unreadable("damaged")
    pages = [text or "" for text in texts]
    _check(pages)
    return pages


def _opened(stream: BinaryIO) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(stream)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code == raw.FPDF_ERR_PASSWORD
        raise Unreadable("password" if is_locked else "damaged") from error


def _text_of(document: pypdfium2.PdfDocument, number: int, allowance: Allowance) -> str | None:
    try:
        page = document[number]
        textpage = page.get_textpage()
        text: str = textpage.get_text_bounded(errors="replace")
    except pypdfium2.PdfiumError:
        return None
    textpage.close()
    page.close()
    return allowance.take(text)


def _check(pages: list[str]) -> None:
    text = "".join(pages)
    letters = len(_LETTER.findall(text))
    if len(_NO_CHARACTER.findall(text)) > letters:
        raise Unreadable("no-characters")
    if letters == 0:
        raise Unreadable("scan")
