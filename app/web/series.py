"""The file plan as pages: every series, one series with its records, where one record stands."""

from __future__ import annotations

import re
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import HiddenField

from app.domain.errors import Conflict, InvalidInput
from app.domain.principals import Action
from app.domain.records import RecordId
from app.domain.retention import RetentionRule, Series, SeriesDraft
from app.domain.retention_terms import DisposalAction, RetentionTrigger
from app.domain.wording import said, said_many
from app.services import holds, records, series
from app.web.context import current_house, current_principal, request_work
from app.web.form_errors import tell
from app.web.policy import requires

bp = Blueprint("series", __name__)
_LONGEST_LIST = 20_000
PERMANENT = "permanent"
YEARS = "years"


class SeriesForm(FlaskForm):  # type: ignore[misc]
    """A series and its rule."""

    code = StringField(said("Code"), render_kw={"class": "mono"})
    title = StringField(said("Title"), render_kw={"dir": "auto"})
    keep = SelectField(
        said("How long its records are kept"),
        choices={YEARS: said("a number of years"), PERMANENT: "permanently"},
    )
    years = StringField(said("Years"), render_kw={"inputmode": "numeric"})
    trigger = SelectField(
        said("Counted from"), choices={one.value: one.label for one in RetentionTrigger}
    )
    action = SelectField(
        said("What is done then"), choices={one.value: one.label for one in DisposalAction}
    )
    authority = StringField(said("Authority"), render_kw={"dir": "auto"})
    reason = StringField(said("Reason"), render_kw={"dir": "auto"})
    revision = HiddenField()

    @property
    def draft(self) -> SeriesDraft:
        """What was typed. Raises InvalidInput for years that are no number."""
        rule = RetentionRule(
            self._years(),
            RetentionTrigger(self.trigger.data),
            DisposalAction(self.action.data),
            self.authority.data or "",
        )
        return SeriesDraft(self.code.data or "", self.title.data or "", rule)

    def _years(self) -> int | None:
        if self.keep.data == PERMANENT:
            return None
        text = (self.years.data or "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


class FillForm(FlaskForm):  # type: ignore[misc]
    """Records to put into a series."""

    references = TextAreaField(said("References"))
    reason = StringField(said("Reason"), render_kw={"dir": "auto"})


class FileForm(FlaskForm):  # type: ignore[misc]
    """The series of one record."""

    series_id = SelectField(said("Series"), validate_choice=False)
    reason = StringField(said("Reason"), render_kw={"dir": "auto"})


@bp.get("/retention/series")
@requires(Action.REGISTER)
def index() -> str:
    """Every series with its rule."""
    found = series.list_series(current_principal(), request_work())
    return render_template("retention/all_series.html", lines=found)


@bp.route("/retention/series/new", methods=["GET", "POST"])
@requires(Action.REGISTER)
def new() -> ResponseReturnValue:
    """Begin a series."""
    form = SeriesForm()
    if form.validate_on_submit():
        try:
            with current_house().work(writing=True) as work:
                made = series.create(current_principal(), work, form.draft, form.reason.data or "")
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("The series is in the file plan."), "good")
            return redirect(url_for("series.show", series_id=made))
    page = render_template("retention/series_form.html", form=form, found=None)
    return page, 400 if form.errors else 200


@bp.get("/retention/series/<uuid:series_id>")
@requires(Action.REGISTER)
def show(series_id: UUID) -> ResponseReturnValue:
    """One series: its rule, what of it one may read, its history."""
    return _series_page(str(series_id), FillForm(formdata=None))


@bp.route("/retention/series/<uuid:series_id>/amend", methods=["GET", "POST"])
@requires(Action.REGISTER)
def amend(series_id: UUID) -> ResponseReturnValue:
    """Say something else of a series; what was said stays in its history."""
    principal, named = current_principal(), str(series_id)
    found = series.find(principal, request_work(), named)
    form = SeriesForm(data=_values(found))
    status = 200
    if form.validate_on_submit():
        try:
            with current_house().work(writing=True) as work:
                reason = form.reason.data or ""
                series.amend(principal, work, named, _revision(form), form.draft, reason)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        except Conflict as error:
            flash(error.words, "warn")
            status = 409
        else:
            flash(said("The series is amended."), "good")
            return redirect(url_for("series.show", series_id=named))
    page = render_template("retention/series_form.html", form=form, found=found)
    return page, 400 if form.errors else status


@bp.post("/retention/series/<uuid:series_id>/records")
@requires(Action.REGISTER)
def fill(series_id: UUID) -> ResponseReturnValue:
    """Put the records of these references into the series."""
    form, named = FillForm(), str(series_id)
    typed = [
        one for one in re.split(r"[\s,;]+", (form.references.data or "")[:_LONGEST_LIST]) if one
    ]
    try:
        if not form.validate():
            return _series_page(named, form, 400)
        with current_house().work(writing=True) as work:
            reason = form.reason.data or ""
            moved = series.put_references(current_principal(), work, named, typed, reason)
            work.commit()
    except InvalidInput as error:
        tell(form, error)
        return _series_page(named, form, 400)
    flash(
        said_many(
            "{number:,} record put into the series.",
            "{number:,} records put into the series.",
            moved,
        ),
        "good",
    )
    return redirect(url_for("series.show", series_id=named))


@bp.route("/records/<uuid:record_id>/retention", methods=["GET", "POST"])
@requires(Action.REGISTER)
def of_record(record_id: UUID) -> ResponseReturnValue:
    """Where one record stands in the file plan, the holds on it, and moving it."""
    principal, found, form = current_principal(), RecordId(str(record_id)), FileForm()
    if form.validate_on_submit():
        try:
            with current_house().work(writing=True) as work:
                reason = form.reason.data or ""
                series.put(principal, work, found, _chosen(form), reason)
                work.commit()
        except InvalidInput as error:
            tell(form, error)
        else:
            flash(said("The record stands there now."), "good")
            return redirect(url_for("series.of_record", record_id=found))
    work = request_work()
    view = records.open_record(principal, work, found)
    filed = series.filed(principal, work, found)
    lines = series.list_series(principal, work)
    form.series_id.choices = {"": said("No series: never disposed of")} | {
        one.series.id: f"{one.series.code} {one.series.title}" for one in lines
    }
    if not form.is_submitted():
        form.series_id.data = filed.series.id if filed.series else ""
    page = render_template(
        "retention/record.html",
        form=form,
        view=view,
        filed=filed,
        held=holds.on_record(principal, work, found),
    )
    return page, 400 if form.errors else 200


def _chosen(form: FileForm) -> str | None:
    """The id of a series that exists, or None. Raises InvalidInput."""
    chosen = form.series_id.data or ""
    known = {one.series.id for one in series.list_series(current_principal(), request_work())}
    if chosen and chosen not in known:
        raise InvalidInput("series_id", "Choose one of the series.")
    return chosen or None


def _series_page(series_id: str, form: FillForm, status: int = 200) -> ResponseReturnValue:
    found = series.page(current_principal(), request_work(), series_id)
    return render_template("retention/series.html", page=found, form=form), status


def _values(found: Series) -> dict[str, str]:
    rule = found.rule
    return {
        "code": found.code,
        "title": found.title,
        "keep": PERMANENT if rule.is_permanent else YEARS,
        "years": "" if rule.years is None else str(rule.years),
        "trigger": str(rule.trigger.value),
        "action": str(rule.action.value),
        "authority": rule.authority,
        "revision": str(found.revision),
    }


def _revision(form: SeriesForm) -> int:
    text = form.revision.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
