"""Talking to the OpenSearch cluster: time limits, patience, and what a refusal means to us.

Open `Cluster.ask`. A request that may be sent twice is sent again, to the next node and after a pause,
when a node does not answer or is busy. Nothing of a request or an answer is ever logged or put into a
message: queries are secrets, and addresses may be.
"""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Iterable, Mapping
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import TransportError

from app.domain.errors import Unavailable
from app.domain.search_cluster import ClusterSettings
from app.search.opensearch_schema import Json

ATTEMPTS = 6
ATTEMPTS_TO_WRITE = 9
"""Writing waits longer than a reader would: for a new cluster manager, for copies to take over."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 3.0
_BUSY = {429, 502, 503, 504}
_FORBIDDEN = {401, 403}
_BLOCKED = "cluster_block_exception"
NO_ANSWER = "The search cluster does not answer. Try again in a minute."
NO_CHANGES = (
    "The search cluster takes no changes now; its disks may be full. Its administrator must look."
)
NO_ENTRY = "The search cluster refuses Chancery's account. Its administrator must mend that."

for _name in ("opensearch", "opensearchpy", "opensearchpy.trace"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # it would log queries and addresses


class Refused(Exception):
    """The cluster answered and said no; `status` and OpenSearch's own name for the reason."""

    def __init__(self, status: int, kind: str, found: Json) -> None:
        super().__init__(f"{status} {kind}")
        self.status = status
        self.kind = kind
        self.found = found


class Cluster:
    """Safe to share between threads. Connects when first asked."""

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self.made: set[str] = set()
        """Paths of indices known to be there."""
        self._client = OpenSearch(
            hosts=list(settings.urls),
            http_auth=(settings.user, settings.password) if settings.user else None,
            ca_certs=str(settings.ca_file) if settings.ca_file else None,
            verify_certs=True,
            max_retries=0,  # we repeat ourselves, with pauses
            timeout=settings.limit_s,
            pool_maxsize=16,
            http_compress=True,
        )

    def ask(
        self,
        method: str,
        path: str,
        body: Json | bytes | None = None,
        *,
        params: Mapping[str, Any] | None = None,
        is_long: bool = False,
    ) -> Json:
        """Send a request that may be sent twice. Raises Refused, and Unavailable("search")."""
        limit_s = self.settings.limit_s * (6 if is_long else 1)
        for attempt in range(ATTEMPTS_TO_WRITE if is_long else ATTEMPTS):
            rest(attempt)
            try:
                return self._once(method, path, body, params, limit_s)
            except NoConnection:
                continue
            except Refused as refusal:
                if refusal.kind == _BLOCKED:
                    raise Unavailable("search", NO_CHANGES) from None
                if refusal.status in _FORBIDDEN:
                    raise Unavailable("search", NO_ENTRY) from None
                if refusal.status not in _BUSY:
                    raise
        raise Unavailable("search", NO_ANSWER)

    def bulk(self, index: str, lines: Iterable[tuple[Json, Json | None]]) -> None:
        """Index and delete documents; those refused because a node was busy are sent again.

        An operation with an external version that is refused as older is done. Raises Unavailable.
        """
        left = list(lines)
        for attempt in range(ATTEMPTS):
            if not left:
                return
            rest(attempt)
            answer = self.ask("POST", f"/{index}/_bulk", _ndjson(left), is_long=True)
            if not answer["errors"]:
                return
            left = [
                line for line, item in zip(left, answer["items"], strict=True) if _is_busy(item)
            ]
        raise Unavailable("search", NO_ANSWER)

    def _once(
        self,
        method: str,
        path: str,
        body: Json | bytes | None,
        params: Mapping[str, Any] | None,
        limit_s: float,
    ) -> Json:
        headers = {"content-type": "application/x-ndjson"} if isinstance(body, bytes) else None
        try:
            answer = self._client.transport.perform_request(
                method,
                path,
                params={**(params or {}), "request_timeout": limit_s},
                body=body,
                headers=headers,
            )
        except NoConnection:
            raise
        except TransportError as error:
            info = error.info if isinstance(error.info, dict) else {}
            raise Refused(int(error.status_code), _kind(info), info) from None
        return answer if isinstance(answer, dict) else {}


def rest(attempt: int) -> None:
    """Before each attempt but the first (0): doubling, and never the same for two who were turned away
    together.
    """
    if attempt:
        longest = min(_FIRST_PAUSE_S * 2 ** (attempt - 1), _LONGEST_PAUSE_S)
        time.sleep(longest * random.uniform(0.5, 1.0))  # noqa: S311 - no secret


def _ndjson(lines: Iterable[tuple[Json, Json | None]]) -> bytes:
    parts = [json.dumps(one) for line in lines for one in line if one is not None]
    return ("\n".join(parts) + "\n").encode()


def _is_busy(item: Json) -> bool:
    """Whether the operation must be sent again. Raises Unavailable when that would not help."""
    ((kind, result),) = item.items()
    status = result["status"]
    is_done = status < 300 or (kind == "delete" and status == 404) or status == 409
    if is_done:
        return False
    reason = _kind(result)
    if reason == _BLOCKED:
        raise Unavailable("search", NO_CHANGES)
    if status not in _BUSY:
        raise Unavailable("search", f"The search cluster did not take a record ({reason}).")
    return True


def _kind(info: Mapping[str, Any]) -> str:
    error = info.get("error")
    if not isinstance(error, dict):
        return ""
    causes = error.get("root_cause") or [error]
    return str(causes[0].get("type", ""))
