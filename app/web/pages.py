"""The start page, and the pages that explain: search help, markings, accessibility, what is recorded."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.domain.access import AccessLabel
from app.domain.grades import Grade
from app.domain.principals import Action
from app.domain.vocabularies import OutcomeStatus
from app.services import search_alerts, search_labels
from app.services import start as start_service
from app.web.context import current_house, current_principal, request_work
from app.web.navigation import set_up_templates
from app.web.policy import public_page, requires

bp = Blueprint("pages", __name__)
bp.record_once(set_up_templates)


@bp.get("/")
@requires(Action.READ)
def start() -> str:
    """Search first; then what is new, what waits for a reply, and how much there is to read."""
    principal, work = current_principal(), request_work()
    found = start_service.start_page(principal, work)
    alerts = search_alerts.alerts(principal, work)
    return render_template("pages/start.html", start=found, alerts=alerts)


@bp.get("/help/search")
@requires(Action.READ)
def search_help() -> str:
    return render_template("pages/search_help.html", in_french=search_labels.IN_FRENCH)


@bp.get("/about/markings")
@public_page("Explains markings and names the levels in use; nothing of the archive.")
def markings() -> str:
    levels = [AccessLabel(level) for level in current_house().settings.label_scheme.levels]
    return render_template(
        "pages/markings.html", levels=levels, grades=_grades(), statuses=list(OutcomeStatus)
    )


@bp.get("/about/accessibility")
@public_page("Says how the pages can be used; nothing of the archive.")
def accessibility() -> str:
    return render_template("pages/accessibility.html")


@bp.get("/about/recorded")
@public_page("People are told what is recorded before they sign in.")
def recorded() -> str:
    return render_template("pages/recorded.html")


@bp.get("/about/keyboard")
@public_page("Lists the keys; nothing of the archive.")
def keyboard() -> str:
    return render_template("pages/keyboard.html")


def _grades() -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Each letter and each figure of the Admiralty scale with its words, side by side."""
    sources = [(letter, Grade(f"{letter}1").reliability) for letter in "ABCDEF"]
    claims = [(figure, Grade(f"A{figure}").credibility) for figure in "123456"]
    return list(zip(sources, claims, strict=True))
