"""Cutting one font: subset first, then hold the weight, then rename. Same input, same bytes.

The order matters: to hold the weight of a whole variable font takes thirty times as long as of its
subset. The PostScript name must differ between faces, or a PDF shows both in the first one's shapes.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Collection, Mapping

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError
from fontTools.varLib import instancer

from app.domain.errors import Misconfigured

RECIPE = 1
"""Raise it when a cut would come out differently: the cached ones are then made anew."""

LATIN_FEATURES = ("kern", "tnum", "lnum")
"""Kerning and tabular figures; marks are left out because texts are composed (NFC) and they cost most."""

JOINING_FEATURES = ("ccmp", "mark", "mkmk", "init", "medi", "fina", "isol", "rlig", "liga", "calt")
_ALWAYS_DROPPED = ["BASE", "DSIG", "cvt ", "fpgm", "gasp", "prep", "vhea", "vmtx"]
_LAYOUT = ["GDEF", "GPOS", "GSUB"]
_NAMES_KEPT = [0, 1, 2, 4, 6, 13, 14]
_OWN_NAMES = {1: "family", 2: "style", 4: "full", 6: "postscript"}

logging.getLogger("fontTools").setLevel(logging.ERROR)


def reduce_to(content: bytes, characters: Collection[int], features: Collection[str]) -> bytes:
    """The font with `characters` only, still variable. No `features`: no layout tables.

    Characters the font does not hold are left out without complaint. Raises Misconfigured for a
    font that cannot be read or has no TrueType outlines.
    """
    options = subset.Options()
    options.notdef_outline = True
    options.hinting = False
    options.name_IDs = _NAMES_KEPT
    options.layout_features = list(features)
    options.drop_tables = [*options.drop_tables, *_ALWAYS_DROPPED, *([] if features else _LAYOUT)]
    try:
        font = TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False)
    except TTLibError as error:
        raise Misconfigured(f"A font file cannot be read: {error}.") from error
    if "glyf" not in font:
        raise Misconfigured(
            "A font file has no TrueType outlines; OpenType CFF cannot be embedded."
        )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    return _saved(font)


def hold(content: bytes, axes: Mapping[str, float], family: str, postscript: str) -> bytes:
    """The font with every axis held where `axes` says, under its new names."""
    font = TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False)
    if "fvar" in font:
        known = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        held = {tag: axes.get(tag, default) for tag, default in known.items()}
        font = instancer.instantiateVariableFont(font, held, inplace=True)
    style = postscript.rpartition("-")[2]
    names = {
        "family": family,
        "style": style,
        "full": f"{family} {style}",
        "postscript": postscript,
    }
    for number, kind in _OWN_NAMES.items():
        font["name"].removeNames(nameID=number)
        font["name"].setName(names[kind], number, 3, 1, 0x409)
    if "STAT" in font:
        del font["STAT"]
    return _saved(font)


def packed(content: bytes) -> bytes:
    """The same font as WOFF2."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    font.flavor = "woff2"
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
