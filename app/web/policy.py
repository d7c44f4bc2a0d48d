"""Deny by default: each route declares what it requires, or that it is public and why.

`@requires(Action.READ)` stands directly above the view, below `@bp.get(...)`. `check_policies` stops
the start when a route declares nothing. The rule for labels is not here: what a person may see is
decided by the gate, what a person may do is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import Misconfigured, NotPermitted, NotSignedIn
from app.domain.principals import Action
from app.web.context import current_session, principal_or_none

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "chancery_policy"
FACTOR_BLUEPRINT = "factor"
_LIBRARY_ENDPOINTS = {
    "static": "Styles, scripts and images: nothing of the archive.",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """`action` None: everybody may, for the `reason`."""

    action: Action | None
    reason: str = ""


def requires(action: Action) -> Callable[[View], View]:
    """Only principals whose role includes the action reach this view."""
    return _declared(Policy(action))


def public_page(reason: str) -> Callable[[View], View]:
    """Everybody reaches this view; the reason is part of the declaration."""
    if not reason.strip():
        raise Misconfigured("A public page needs its reason.")
    return _declared(Policy(None, reason))


def policies(app: Flask) -> dict[str, Policy | None]:
    """The policy of every endpoint that a URL leads to; None where none is declared."""
    endpoints = sorted({rule.endpoint for rule in app.url_map.iter_rules()})
    return {endpoint: _policy_of(app, endpoint) for endpoint in endpoints}


def check_policies(app: Flask) -> None:
    """Raise Misconfigured with every route that declares no policy."""
    missing = [endpoint for endpoint, policy in policies(app).items() if policy is None]
    if missing:
        raise Misconfigured(
            f"These routes declare no policy: {', '.join(missing)}. "
            "Put @requires(Action...) or @public_page(reason) on each."
        )


def set_up_policy(app: Flask) -> None:
    """Ask for the policy before every view."""
    app.before_request(_enforce)


def _enforce() -> ResponseReturnValue | None:
    if request.endpoint is None or request.routing_exception is not None:
        return None  # no view will run: the answer is an error page or a redirect of the URL map
    policy = _policy_of(current_app, request.endpoint)
    if policy is None:
        raise NotSignedIn("This page is closed: it declares no policy.")
    if policy.action is None:
        return None
    principal = principal_or_none()
    if principal is None or (principal.is_anonymous and not principal.may(policy.action)):
        raise NotSignedIn("Sign in to go on.")
    principal.require(policy.action)
    return _without_factor()


def _without_factor() -> ResponseReturnValue | None:
    """Whoever must have a second factor and has none reaches only the pages that set it up."""
    found = current_session()
    if found is None or not found.needs_factor or request.blueprint == FACTOR_BLUEPRINT:
        return None
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return redirect(url_for(f"{FACTOR_BLUEPRINT}.show"))
    raise NotPermitted("Set up your second factor first; your role or clearance asks for it.")


def _policy_of(app: Flask, endpoint: str) -> Policy | None:
    if endpoint in _LIBRARY_ENDPOINTS:
        return Policy(None, _LIBRARY_ENDPOINTS[endpoint])
    found = getattr(app.view_functions.get(endpoint), _ATTRIBUTE, None)
    return found if isinstance(found, Policy) else None


def _declared(policy: Policy) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, policy)
        return view

    return mark
