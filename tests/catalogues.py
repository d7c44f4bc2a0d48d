"""The catalogues of the pages as tests read them: sentences in English and what stands for them."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parents[1] / "app" / "translations"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def catalogue(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each sentence (one and many where there are two) with its wordings in the language."""
    return {
        _told(message.id): _told(message.string)
        for message in read(TRANSLATIONS / language / "LC_MESSAGES" / "messages.po")
        if message.id
    }


def _told(texts: object) -> tuple[str, ...]:
    return tuple(map(str, texts)) if isinstance(texts, tuple | list) else (str(texts),)
