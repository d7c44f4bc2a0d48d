"""Markings as they are written on letters, and what they mean as access labels of this archive."""

from app.domain.markings.labelling import MarkingReading, level_for, read_label
from app.domain.markings.marking import Caveat, Degree, Effect, Marking, Scheme
from app.domain.markings.reading import TABLES, read_marking, render_marking

__all__ = [
    "TABLES",
    "Caveat",
    "Degree",
    "Effect",
    "Marking",
    "MarkingReading",
    "Scheme",
    "level_for",
    "read_label",
    "read_marking",
    "render_marking",
]
