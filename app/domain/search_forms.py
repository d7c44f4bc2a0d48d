"""A search as one fills it in: a field for each thing one may ask, all of which must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ALL, ANY = "all", "any"


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What was typed and chosen, as it stands in the fields; empty where nothing is asked.

    `signed_by`, `not_signed_by` and `missing` hold parties divided by semicolons or commas; `addressee`,
    `target`, `subject` and `person` names divided by semicolons; `rank`, `status`, `asks`, `outcome`,
    `holding` and `kind` codes of the vocabularies; `group` the code of a grouping.
    """

    words: str = ""
    phrase: str = ""
    any_words: str = ""
    no_words: str = ""
    near: str = ""
    within: str = ""
    title: str = ""
    demand: str = ""
    signed_by: str = ""
    signed_how: str = ALL
    not_signed_by: str = ""
    missing: str = ""
    group: str = ""
    at_least: str = ""
    rank: str = ""
    status: str = ""
    addressee: str = ""
    target: str = ""
    subject: str = ""
    person: str = ""
    date_from: str = ""
    date_to: str = ""
    kind: str = ""
    language: str = ""
    asks: str = ""
    outcome: str = ""
    holding: str = ""
    has: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuiltSearch:
    """The text a form stands for, and what is wrong with which field; no text where anything is."""

    text: str
    errors: Mapping[str, str]
