"""The catalogues as tests read them: sentences in English and what stands for them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "app" / "translations"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def extracted(domain: str = "messages") -> Catalog:
    """The sentences of the pages (or of `papers`), found afresh by the very words of the Makefile."""
    words = re.search(
        rf"babel\.messages\.frontend --quiet extract (.*/{domain}\.pot \.)",
        (ROOT / "Makefile").read_text("utf-8"),
    )
    assert words is not None
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"{domain}.pot"
        plain = words[1].replace(f"$(CATALOGUES)/{domain}.pot", str(target))
        command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        subprocess.run([*command, *plain.split()], cwd=ROOT, env=environment, check=True)
        return read(target)


def catalogue(language: str, domain: str = "messages") -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each sentence (one and many where there are two) with its wordings in the language."""
    return {
        told(message.id): told(message.string)
        for message in read(TRANSLATIONS / language / "LC_MESSAGES" / f"{domain}.po")
        if message.id
    }


def told(texts: object) -> tuple[str, ...]:
    """One sentence, or one and many."""
    return tuple(map(str, texts)) if isinstance(texts, tuple | list) else (str(texts),)
