"""The child's beginning and end: take the limits, read standard input, write one line of JSON.

`{"pages": [...], "language": "fr"}` or `{"failure": "password"}`. Nothing else ever goes out, but for the
cleaned pages of an annex: `{"pages": 3}`, a line's end, and the bytes of a new PDF.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import BinaryIO

from .limits import confine
from .text import normalised
from .unreadable import Unreadable

READERS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/plain": "plain",
}
"""Media type -> the module of this package whose `read(stream)` gives the pages."""


def main(arguments: list[str]) -> None:
    """`read MEMORY_BYTES CPU_S IS_SANDBOXED LANGUAGE_FD MEDIA_TYPE`, the same without a language for
    `clean`, or `unpack-language FD`.
    """
    if arguments[0] == "unpack-language":
        from . import language

        with open(int(arguments[1]), "wb", closefd=False) as target:
            language.unpack(target)
        return
    deed, memory_bytes, cpu_s, is_sandboxed, *language_fd, media_type = arguments
    answer = os.fdopen(os.dup(1), "wb")
    # What a parser prints must not stand in the answer.
    os.dup2(2, 1)
    confine(int(memory_bytes), int(cpu_s), is_sandboxed=is_sandboxed == "yes")
    if deed == "clean":
        _clean(media_type, answer)
    else:
        result = _result(media_type, int(language_fd[0]))
        answer.write(json.dumps(result, ensure_ascii=False).encode())
    answer.close()
    # Skip the destructors: a damaged document can crash a parser that is only being put away.
    sys.stdout.flush()
    os._exit(0)


def _result(media_type: str, language_fd: int) -> dict[str, list[str] | str]:
    try:
        with open(0, "rb", closefd=False) as stream:
            pages = _pages(media_type, stream)
        return {"pages": pages, "language": _language(pages, language_fd)}
    except Unreadable as refusal:
        return {"failure": refusal.code}
    except MemoryError:
        return {"failure": "memory"}
    except Exception:
        # Parsers raise whatever they like over bytes of this kind; the original is kept anyway.
        return {"failure": "damaged"}


def _clean(media_type: str, answer: BinaryIO) -> None:
    """The pages that may stand in a book; a child that fails while it writes them dies of it."""
    from .annex import clean

    with open(0, "rb", closefd=False) as stream:
        try:
            document = clean(media_type, stream)
        except Unreadable as refusal:
            code = refusal.code
        except MemoryError:
            code = "memory"
        except Exception:
            code = "damaged"
        else:
            answer.write(json.dumps({"pages": len(document.pages)}).encode() + b"\n")
            document.save(answer, deterministic_id=True)
            return
    answer.write(json.dumps({"failure": code}).encode())


def _pages(media_type: str, stream: BinaryIO) -> list[str]:
    reader = importlib.import_module(f".{READERS[media_type]}", __package__)
    return [normalised(page) for page in reader.read(stream)]


def _language(pages: list[str], language_fd: int) -> str:
    from . import language

    with open(language_fd, "rb", closefd=False) as model:
        return language.guess(pages, model)
