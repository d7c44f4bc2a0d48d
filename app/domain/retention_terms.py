"""Closed vocabularies of retention and disposal. As in `vocabularies.py`: codes stored, wordings shown."""

from __future__ import annotations

from app.domain.vocabularies import Term
from app.domain.wording import Wording, said


class _OwnWording(Term):
    """A term whose wording stands in this module: its codes are common words elsewhere."""

    @property
    def label(self) -> Wording:
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
    def deed(self) -> Wording:
        return {"destroy": said("destroyed"), "transfer": said("transferred")}[self.value]


class KeptBecause(_OwnWording):
    """Why a record was not disposed of although its list was approved."""

    RELABELLED = "relabelled"
    CHANGED = "changed"
    HELD = "held"
    NOT_DUE = "not_due"
    GONE = "gone"


_WORDING = {
    "RetentionTrigger": {
        "dated": said("the date of the text"),
        "registered": said("the day of registration"),
        "withdrawn": said("the day of withdrawal"),
    },
    "DisposalAction": {
        "destroy": said("destroy"),
        "transfer": said("transfer"),
        "review": said("review"),
    },
    "DisposalMethod": {"destroy": said("destroy"), "transfer": said("transfer to another archive")},
    "KeptBecause": {
        "relabelled": said("its label was changed after the list was proposed"),
        "changed": said("it was changed after the list was proposed"),
        "held": said("it is held"),
        "not_due": said("it is not due any more: its series or the rule is another"),
        "gone": said("it was disposed of already"),
    },
}
