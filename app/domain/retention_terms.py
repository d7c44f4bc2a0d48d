"""Closed vocabularies of retention and disposal. As in `vocabularies.py`: codes stored, wordings shown."""

from __future__ import annotations

from app.domain.vocabularies import Term


class _OwnWording(Term):
    """A term whose wording stands in this module: its codes are common words elsewhere."""

    @property
    def label(self) -> str:
        return _WORDING[type(self).__name__][self.value]


class RetentionTrigger(_OwnWording):
    """The day from which the years of a rule count."""

    DATED = "dated"
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"


class DisposalAction(_OwnWording):
    """What a rule says is done at its end."""

    DESTROY = "destroy"
    TRANSFER = "transfer"
    REVIEW = "review"


class DisposalMethod(_OwnWording):
    """How a list disposes of its records. `deed` is what a certificate says was done."""

    DESTROY = "destroy"
    TRANSFER = "transfer"

    @property
    def deed(self) -> str:
        return {"destroy": "destroyed", "transfer": "transferred"}[self.value]


class KeptBecause(_OwnWording):
    """Why a record was not disposed of although its list was approved."""

    RELABELLED = "relabelled"
    CHANGED = "changed"
    HELD = "held"
    NOT_DUE = "not_due"
    GONE = "gone"


_WORDING = {
    "RetentionTrigger": {
        "dated": "the date of the text",
        "registered": "the day of registration",
        "withdrawn": "the day of withdrawal",
    },
    "DisposalAction": {"destroy": "destroy", "transfer": "transfer", "review": "review"},
    "DisposalMethod": {"destroy": "destroy", "transfer": "transfer to another archive"},
    "KeptBecause": {
        "relabelled": "its label was changed after the list was proposed",
        "changed": "it was changed after the list was proposed",
        "held": "it is held",
        "not_due": "it is not due any more: its series or the rule is another",
        "gone": "it was disposed of already",
    },
}
