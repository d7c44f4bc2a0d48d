"""Who keeps the archive: whoever runs commands on the machine, or the timetable by itself."""

from __future__ import annotations

from app.domain.access import Clearance, LabelScheme
from app.domain.principals import Principal, Role
from app.services.accounts import OPERATOR_NAME, SYSTEM_NAME

PRODUCT = "Chancery 0.1.0"


def keeper(labels: LabelScheme) -> Principal:
    """Who runs the commands that keep the archive: looks after the machine, reads no record."""
    return _administrator(OPERATOR_NAME, "Operator", labels)


def timetable_principal(labels: LabelScheme) -> Principal:
    """The same for what happens by itself."""
    return _administrator(SYSTEM_NAME, "Chancery itself", labels)


def _administrator(name: str, shown: str, labels: LabelScheme) -> Principal:
    return Principal("", name, shown, Role.ADMINISTRATOR, Clearance(labels.levels[0]))
