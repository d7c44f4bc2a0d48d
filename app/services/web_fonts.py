"""The fonts of the pages: their stylesheet and their files, cut from the packages and kept."""

from __future__ import annotations

from app.services.work import Work


def version(work: Work) -> str:
    """What a font's address must carry to be kept for ever."""
    return work.fonts.version()


def stylesheet(work: Work) -> str:
    """All `@font-face` rules; the address of each file carries its version."""
    return work.fonts.stylesheet()


def face(work: Work, name: str) -> bytes:
    """One WOFF2 file. Raises NotFound for a name that is none of ours."""
    return work.fonts.web_face(name)
