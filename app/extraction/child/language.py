"""Which language a text is in, by py3langid, among the languages of diplomatic papers.

Loading py3langid's packed model takes 0.8 s, more than reading most files. So it is unpacked once
per process of Chancery (`unpack`) into a nameless file, which every child maps into memory (`guess`).
"""

from __future__ import annotations

import json
import mmap
from array import array
from typing import BinaryIO

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

_CODES = (
    "am ar az be bg bn bs ca cs da de el en es et fa fi fr ga he hi hr hu hy id is it ja ka kk km"
    " ko ky la lo lt lv mk mn ms mt my ne nl no pl ps pt ro ru si sk sl so sq sr sv sw ta tg th tk"
    " tl tr uk ur uz vi zh"
)
LANGUAGES = frozenset(_CODES.split())
MINIMUM_LETTERS = 40
SAMPLE_CHARACTERS = 3_000
_MINIMUM_CONFIDENCE = 0.6
_ALIGNMENT = 4096


def guess(pages: list[str], model: BinaryIO) -> str:
    """A BCP 47 tag; empty for a text that is too short, or of which the model is not sure."""
    sample = _sample(pages)
    if sum(map(str.isalpha, sample)) < MINIMUM_LETTERS:
        return ""
    label, confidence = _identifier(model).classify(sample)
    return str(label) if confidence >= _MINIMUM_CONFIDENCE else ""


def unpack(target: BinaryIO) -> None:
    """Write the model, cut down to our languages, as plain arrays after a line that lists them."""
    full = LanguageIdentifier.from_model_file(MODEL_FILE)
    full.set_languages(LANGUAGES)
    arrays = {
        "ptc": np.ascontiguousarray(full.nb_ptc),
        "pc": np.asarray(full.nb_pc),
        "nextmove": np.frombuffer(full.tk_nextmove, dtype=np.dtype(full.tk_nextmove.typecode)),
        "row": np.asarray(full.tk_row, dtype=np.uint32),
        "output": np.asarray(full.tk_output, dtype=np.int32),
    }
    table, offset = {}, _ALIGNMENT
    for name, values in arrays.items():
        table[name] = (values.dtype.str, values.shape, offset)
        offset += -(-values.nbytes // _ALIGNMENT) * _ALIGNMENT
    header = json.dumps({"labels": full.nb_classes, "arrays": table}).encode() + b"\n"
    target.write(header.ljust(_ALIGNMENT))
    for name, values in arrays.items():
        target.seek(table[name][2])
        target.write(values.tobytes())
    target.flush()


def _sample(pages: list[str]) -> str:
    """The beginning and the middle: a letterhead in two languages is not the letter's language."""
    text = " ".join("\n".join(pages).split())
    if len(text) <= 2 * SAMPLE_CHARACTERS:
        return text
    middle = len(text) // 2
    return text[:SAMPLE_CHARACTERS] + " " + text[middle : middle + SAMPLE_CHARACTERS]


def _identifier(model: BinaryIO) -> LanguageIdentifier:
    whole = mmap.mmap(model.fileno(), 0, access=mmap.ACCESS_READ)
    header = json.loads(whole[: whole.find(b"\n")])
    arrays = {
        name: np.frombuffer(
            whole, dtype=np.dtype(kind), count=int(np.prod(shape)), offset=offset
        ).reshape(shape)
        for name, (kind, shape, offset) in header["arrays"].items()
    }
    return LanguageIdentifier(
        arrays["ptc"],
        arrays["pc"],
        header["labels"],
        # A memoryview gives plain integers, several times as fast as numpy's own.
        memoryview(arrays["nextmove"]),  # type: ignore[arg-type]
        arrays["output"].tolist(),
        norm_probs=True,
        tk_row=array("I", arrays["row"].tolist()),
    )
