"""What every answer carries, and what every changing request must carry.

One `after_request` sets the headers on all answers, errors too; no view sets them, and none can weaken
them. Every POST needs a CSRF token; on top of it, a browser that says the request began on another
site (`Sec-Fetch-Site`) is refused.
"""

from __future__ import annotations

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from app.web.context import current_house

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
DOWNLOAD_ENDPOINTS = frozenset({"files.download"})
"""Bytes that somebody sent us: even opened in a window they are nobody's page and run nothing."""
CACHED_ENDPOINTS = frozenset({"static", "fonts.font", "fonts.faces"})
_OWN_SITE = frozenset({"same-origin", "none"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # addresses hold search words and ids
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_ONE_YEAR_S = 31_536_000


def set_up_security(app: Flask) -> None:
    """Headers on every answer, CSRF on every form."""
    app.before_request(_refuse_other_sites)
    CSRFProtect(app)
    app.after_request(_with_headers)


def _refuse_other_sites() -> None:
    """Old browsers do not send the header; for them the CSRF token alone decides."""
    site = request.headers.get("Sec-Fetch-Site")
    if request.method not in _SAFE_METHODS and site is not None and site not in _OWN_SITE:
        raise CSRFError("The form was sent from another site.")


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers[name] = value
    if request.endpoint in DOWNLOAD_ENDPOINTS and response.status_code < 400:
        response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; sandbox"
    is_kept = request.endpoint in CACHED_ENDPOINTS and response.status_code < 400
    if not is_kept or "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if current_house().settings.secure_cookies:
        response.headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR_S}"
    response.headers.pop("Server", None)
    return response
