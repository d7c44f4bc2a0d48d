"""What every view may ask for: the house, who asks, and work for this request.

The signed cookie holds only the random token of a session row (`services/sessions.py`). Flask-Login
asks us for the user of each request; we look the token up and make the principal from the account as
it stands now. Its `session_protection` is off: it ties a cookie to an address and a browser's name,
while ours is tied to a row that can be listed, revoked, and expires by itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from flask import Flask, Request, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user

from app.domain.command_line import RUN
from app.domain.errors import NotSignedIn, Unavailable
from app.domain.principals import Action, Principal
from app.services import accounts, sessions
from app.services.sessions import CurrentSession, Origin, SessionLimits
from app.services.work import Work
from app.wiring import House
from config import Settings

EXTENSION = "chancery"
_LANDINGS = (
    (Action.READ, "pages.start"),
    (Action.MANAGE_ACCOUNTS, "accounts.index"),
    (Action.READ_AUDIT, "audit_trail.index"),
    (Action.ADMINISTER, "administration.index"),
)
TOKEN_KEY = "token"  # noqa: S105 - the name of the cookie's one entry, not a token


class SignedInUser(UserMixin):  # type: ignore[misc]
    """What Flask-Login holds for a request: the principal and its session."""

    def __init__(self, found: CurrentSession) -> None:
        self.principal = found.principal
        self.session_id = found.id
        self.found = found

    def get_id(self) -> str:
        return self.session_id


def set_up_context(app: Flask) -> None:
    """Flask-Login over our own sessions, and what every template may use."""
    login = LoginManager()
    login.session_protection = None
    login.request_loader(_load_user)
    login.init_app(app)
    app.context_processor(_template_names)
    app.teardown_request(_close_work)


def current_house() -> House:
    """The house of this application."""
    return cast(House, current_app.extensions[EXTENSION])


def current_principal() -> Principal:
    """Who asks. Raises NotSignedIn when nobody does; never on a route that requires an action."""
    principal = principal_or_none()
    if principal is None:
        raise NotSignedIn("Sign in to go on.")
    return principal


def principal_or_none() -> Principal | None:
    """Who asks; a visitor where the public reading room is open; None for nobody.

    Raises Unavailable when the session could not be looked up.
    """
    user = current_user._get_current_object()
    if isinstance(user, SignedInUser):
        return user.principal
    problem: Unavailable | None = g.get("session_problem")
    if problem is not None:
        raise problem
    house = current_house()
    if house.settings.public_reading_room:
        return accounts.anonymous_principal(house.settings.label_scheme)
    return None


def current_session() -> CurrentSession | None:
    """The session of this request; None for nobody and for visitors."""
    user = current_user._get_current_object()
    return user.found if isinstance(user, SignedInUser) else None


def current_token() -> str:
    """The token in this browser's cookie; empty when there is none."""
    token = session.get(TOKEN_KEY)
    return token if isinstance(token, str) else ""


def session_limits(settings: Settings) -> SessionLimits:
    return SessionLimits(
        timedelta(minutes=settings.session_idle_minutes),
        timedelta(hours=settings.session_absolute_hours),
    )


def request_origin() -> Origin:
    """Where this request comes from, as far as the server knows."""
    house = current_house()
    kept = request.cookies.get(device_cookie(house.settings), "")
    return Origin(request.remote_addr or "unknown", request.user_agent.string, kept)


def device_cookie(settings: Settings) -> str:
    """The name of the cookie by which a device is known (`services/devices.py`)."""
    return f"{'__Host-' if settings.secure_cookies else ''}chancery-device"


def language_cookie(settings: Settings) -> str:
    """The name of the cookie that keeps a language chosen before sign-in (`language_switch.py`)."""
    return f"{'__Host-' if settings.secure_cookies else ''}chancery-language"


def request_work() -> Work:
    """Work for reading, opened once for this request and closed when it is answered."""
    if "reading_work" not in g:
        manager = current_house().work()
        g.reading_work = manager.__enter__()
        g.reading_work_manager = manager
    return cast(Work, g.reading_work)


def landing_endpoint(principal: Principal) -> str:
    """Where a person begins: readers at the start page, officers at the accounts, and so on."""
    for action, endpoint in _LANDINGS:
        if principal.may(action):
            return endpoint
    return "account.show"


def _load_user(_request: Request) -> SignedInUser | None:
    """The user of this request. A database that is down is remembered, not raised here: the page
    that says so asks for the user as well."""
    token = current_token()
    if not token:
        return None
    house = current_house()
    try:
        with house.work() as work:
            found = sessions.find(work, token, session_limits(house.settings))
            if found and found.is_touch_due:
                _touch(work, token)
    except Unavailable as problem:
        g.session_problem = problem
        return None
    return SignedInUser(found) if found else None


def _touch(work: Work, token: str) -> None:
    """Note the use; when that would wait too long for another writer, the next request will."""
    try:
        sessions.touch(work, token)
    except Unavailable as problem:
        current_app.logger.warning("session use not noted: %s", problem.service)


def _template_names() -> dict[str, object]:
    """Names in every template: who asks (None for nobody), what the house is called, how to run commands."""
    try:
        principal = principal_or_none()
    except Unavailable:
        principal = None
    found = current_session()
    return {
        "principal": principal,
        "emergency_until": found.emergency_until if found else None,
        "has_single_keys": found.preferences.has_single_keys if found else True,
        "Action": Action,
        "RUN": RUN,
        "organisation": current_house().settings.organisation,
        "label_scheme": current_house().settings.label_scheme,
    }


def _close_work(_error: BaseException | None) -> None:
    manager = g.pop("reading_work_manager", None)
    g.pop("reading_work", None)
    if manager is not None:
        manager.__exit__(None, None, None)
