"""The log: one JSON object a line on standard error, ids instead of words.

No titles, names, queries, tokens or paths of files go into it; errors are logged by their type, the
route's template and the lines of code they passed, never by their message or their values.
"""

from __future__ import annotations

import logging
import traceback

import structlog

_LOGGER = "chancery"


def set_up_logs() -> None:
    """Send the log through the standard library, so that a server's own set-up decides where to."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )


def log_failure(error: BaseException, *, error_id: str, method: str, route: str) -> None:
    """Log an unexpected error so that `error_id`, which the reader was shown, leads to its place."""
    frames = traceback.extract_tb(error.__traceback__)
    structlog.get_logger(_LOGGER).error(
        "request failed",
        error_id=error_id,
        method=method,
        route=route,
        error=type(error).__qualname__,
        cause=type(error.__cause__).__qualname__ if error.__cause__ else "",
        frames=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
    )
