"""The marking panel of every form that gives a marking: four fields, their result, what is wrong with them.

A form that wants it calls `blank_panel` or `read_panel` and renders `templates/marking/panel.html`:

    {% from "marking/panel.html" import marking_panel with context %}
    {{ marking_panel(panel) }}

Its fields are `marking_original`, `level`, `compartments` (several) and `releasable_to`. Its button "Check
who may read it" sends the whole form with `do=check`; the view then shows the form again with
`panel.settled` (`is_check(form)`). With JavaScript the same answer comes from `/marking/check` into the
page. `panel.settled.label` is the label, `panel.settled.original` goes into `marking_original`.

The form that registers keeps all it is sent as `Typed`: it calls `panel_of_form`. A form that amends
shows the label and lets only what is written on the letter be changed (`panel_of_record`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from app.domain.access import AccessLabel
from app.domain.dates import CalendarDate
from app.domain.errors import InvalidInput
from app.domain.nothing import Nothing
from app.domain.principals import Principal
from app.domain.wording import said
from app.services import markings
from app.services.markings import MarkingInput, SettledMarking
from app.services.work import Work
from app.web.describing.typed import Typed, letter_date
from app.web.problems import Problems

TEXT, LEVEL, COMPARTMENTS, RELEASE = (
    "marking_original",
    "level",
    "compartments",
    "releasable_to",
)
FIELD_LABELS = {
    TEXT: said("Marking as written"),
    LEVEL: said("Level"),
    COMPARTMENTS: said("Compartments"),
    RELEASE: said("Releasable to"),
}
CHECK, DATED = "check", "dated"


@dataclass(frozen=True, slots=True)
class MarkingPanel:
    """What the template shows. Levels and compartments are those the registrar is cleared for."""

    given: MarkingInput
    levels: tuple[str, ...]
    compartments: tuple[str, ...]
    problems: Problems
    settled: SettledMarking | None = None
    if_empty: str | None = None
    """What an empty marking says (`none`, `withheld`); None where the form does not keep it."""
    fixed: AccessLabel | None = None
    """The label of a record that is amended; it is changed on the page of the label."""


def blank_panel(
    principal: Principal, work: Work, *, label: AccessLabel | None = None, text: str = ""
) -> MarkingPanel:
    """A panel nobody has filled in, or one that begins with a label or a marking on record."""
    given = MarkingInput(text)
    if label is not None:
        codes = ", ".join(sorted(label.releasable_to or ()))
        given = MarkingInput(text, label.level.name, tuple(sorted(label.compartments)), codes)
    labels = work.labels
    cleared = principal.clearance
    return MarkingPanel(
        given,
        tuple(one.name for one in labels.levels if one.rank <= cleared.level.rank),
        tuple(sorted(labels.compartments & cleared.compartments)),
        Problems(FIELD_LABELS),
    )


def read_panel(
    principal: Principal,
    work: Work,
    form: MultiDict[str, str],
    dated: CalendarDate | Nothing | None = None,
) -> MarkingPanel:
    """The panel as it was sent, settled; or with its problems, and everything typed kept.

    `dated` is the date of the record it is for, or that it has none; None: what the form says, and
    today where it asks for no date.
    """
    given = _given(Typed.of(form.items(multi=True)))
    if isinstance(dated, CalendarDate | Nothing):
        given = replace(given, date=None if isinstance(dated, Nothing) else dated)
    elif DATED not in form:
        given = replace(given, date=CalendarDate.parse(work.clock.now().date().isoformat()))
    return _settled(principal, work, given)


def panel_of_form(principal: Principal, work: Work, typed: Typed) -> MarkingPanel:
    """The panel of a form that registers, settled or with its problems.

    What stays empty in a form just begun is no mistake yet: the form shows what it was asked for.
    """
    panel = _settled(principal, work, _given(typed))
    return replace(panel, if_empty=typed.get(f"{TEXT}.is"))


def panel_of_record(
    principal: Principal, work: Work, typed: Typed, label: AccessLabel
) -> MarkingPanel:
    """The panel of a form that amends: the label stands, the marking as written may be mended."""
    panel = blank_panel(principal, work)
    return replace(panel, given=_given(typed), if_empty=typed.get(f"{TEXT}.is"), fixed=label)


def is_check(form: MultiDict[str, str]) -> bool:
    """Whether the form was sent with the panel's own button."""
    return form.get("do") == CHECK


def _given(typed: Typed) -> MarkingInput:
    return MarkingInput(
        typed.get(TEXT),
        typed.get(LEVEL),
        typed.all(COMPARTMENTS),
        typed.get(RELEASE),
        letter_date(typed),
    )


def _settled(principal: Principal, work: Work, given: MarkingInput) -> MarkingPanel:
    panel = replace(blank_panel(principal, work), given=given)
    try:
        return replace(panel, settled=markings.settle(principal, work, given))
    except InvalidInput as error:
        panel.problems.add(error)
    try:
        markings.check_release(principal, work, given)
    except InvalidInput as error:
        panel.problems.add(error)  # told with the first one, not after it
    return panel
