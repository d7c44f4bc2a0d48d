"""What our settings mean in Flask's own words; Flask's defaults are open where ours are closed."""

from __future__ import annotations

from config import Settings

MAX_REQUEST_BYTES = 1024 * 1024
"""Forms are small; a view that takes files raises `request.max_content_length` for itself."""
MAX_FORM_FIELDS = 1000
STATIC_MAX_AGE_S = 3600
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def flask_settings(settings: Settings) -> dict[str, object]:
    """The configuration of the Flask application."""
    hosts = settings.trusted_hosts if settings.is_production else ()
    return {
        "SECRET_KEY": settings.signing_key(),
        "DEBUG": settings.debug,
        "PROPAGATE_EXCEPTIONS": False,
        "TRUSTED_HOSTS": list(hosts or (*_LOCAL_HOSTS, *settings.trusted_hosts)),
        "MAX_CONTENT_LENGTH": MAX_REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_REQUEST_BYTES,
        "MAX_FORM_PARTS": MAX_FORM_FIELDS,
        "SEND_FILE_MAX_AGE_DEFAULT": STATIC_MAX_AGE_S,
        # The __Host- prefix makes browsers refuse the cookie unless it is Secure, for this host alone.
        "SESSION_COOKIE_NAME": "__Host-chancery" if settings.secure_cookies else "chancery",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_REFRESH_EACH_REQUEST": False,
        # The token lives as long as the session it is tied to: half an hour is not enough to read.
        "WTF_CSRF_TIME_LIMIT": None,
        # Its check of the Referer cannot be: we ask browsers not to send one (`security.py`), and
        # look at Sec-Fetch-Site instead.
        "WTF_CSRF_SSL_STRICT": False,
    }
