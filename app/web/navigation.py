"""What every template may call: the places of the masthead, filters, tests, addresses of searches.

`set_up_templates` runs when the blueprint of `pages.py` is registered. A place one may not go to is
left out of the masthead; what protects it is its route's policy, never its absence here.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, request, url_for
from flask.blueprints import BlueprintSetupState

from app.domain.nothing import Nothing
from app.domain.principals import Action, Principal
from app.domain.searches import SortOrder
from app.domain.wording import said
from app.web import builds, reading, saved_searches, search_links
from app.web.account_words import browser_words
from app.web.baskets import basket_here
from app.web.charts import set_up_charts
from app.web.context import landing_endpoint
from app.web.drawings import histogram
from app.web.presentation import FILTERS
from app.web.script_words import script_words
from app.web.way_back import way_pairs


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the masthead. `is_exact`: this very page, not one beneath it."""

    label: str
    href: str
    is_current: bool
    is_exact: bool


_PLACES = (
    (
        said("Search"),
        "search.results",
        Action.READ,
        (
            "search",
            "search_build",
            "draft_search",
            "similar_wording",
            "saved_searches",
            "shared_searches",
            "more_like",
            "records",
        ),
    ),
    (said("Parties"), "parties.index", Action.READ, ("parties",)),
    (
        said("Accounts"),
        "accounts.index",
        Action.MANAGE_ACCOUNTS,
        ("accounts", "account_deeds", "admissions"),
    ),
    (said("Names"), "authorities.index", Action.READ, ("authorities", "proposals")),
    (
        said("Briefings"),
        "briefings.index",
        Action.MAKE_BRIEFINGS,
        (
            *("briefings", "briefing_selection", "briefing_sections", "briefing_sharing"),
            *("builds", "baskets", "reports"),
        ),
    ),
    (said("Releases"), "releases.index", Action.REGISTER, ("releases", "consents", "marking")),
    (
        said("Register"),
        "register.index",
        Action.REGISTER,
        ("register", "amend", "handing_over", "disposals", "holds", "series"),
    ),
    (said("Audit"), "audit_trail.index", Action.READ_AUDIT, ("audit_trail",)),
    (said("Administration"), "administration.index", Action.ADMINISTER, ("administration",)),
)


def places(principal: Principal | None) -> tuple[Place, ...]:
    """The places this person may go to, the current one marked."""
    if principal is None:
        return ()
    # An error page is in no place: hidden, absent and mistyped addresses must look the same.
    here = "" if g.get("is_error_page") else request.endpoint or ""
    family = here.partition(".")[0]
    return tuple(
        Place(label, url_for(endpoint), family in families, here == endpoint)
        for label, endpoint, action, families in _PLACES
        if principal.may(action)
    )


def home(principal: Principal | None) -> str:
    """Where the wordmark leads: the page a person begins with."""
    return url_for(landing_endpoint(principal) if principal else "pages.start")


def may_search(principal: Principal | None) -> bool:
    return principal is not None and principal.may(Action.READ)


def set_up_templates(state: BlueprintSetupState) -> None:
    """Give the application's templates our filters, tests and functions."""
    if isinstance(state.app, Flask):
        _extend(state.app)


def _extend(app: Flask) -> None:
    set_up_charts(app)
    environment = app.jinja_env
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters.update(FILTERS)
    environment.filters.update(
        browser_words=browser_words,
    )
    environment.tests["nothing"] = lambda value: isinstance(value, Nothing)
    environment.globals.update(
        places=places,
        home=home,
        may_search=may_search,
        histogram=histogram,
        script_words=script_words,
        search_url=search_links.search_url,
        in_year=search_links.in_year,
        export_url=search_links.export_url,
        sort_orders=SortOrder,
        order_shown=search_links.order_shown,
        orders_offered=search_links.orders_offered,
        query_pairs=search_links.query_pairs,
        query_string=search_links.query_string,
        with_filter=search_links.with_filter,
        without_filter=search_links.without_filter,
        results_url=saved_searches.results_url,
        saving_url=saved_searches.saving_url,
        place_url=reading.place_url,
        spot_url=reading.spot_url,
        place_id=reading.place_id,
        way_pairs=way_pairs,
        builds_panel=builds.panel_of,
        basket_here=basket_here,
    )
