"""Where an OpenSearch cluster is and how Chancery uses it: a value that is checked when it is made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.domain.errors import InvalidInput

_PREFIX = re.compile(r"[a-z][a-z0-9_]{0,31}\Z")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """`ca_file` None: the authorities the system trusts. `prefix` begins all names of ours and ends
    with the hyphen that follows it: no other installation may use the same one.
    """

    urls: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    prefix: str = "chancery"
    shards: int = 1
    replicas: int = 1
    limit_s: int = 10
    """For one request; reading and writing much may take six times as long."""

    def __post_init__(self) -> None:
        """Raises InvalidInput with the name of the field; never with a value that may be a secret."""
        if not self.urls:
            raise InvalidInput("urls", "must name at least one node, as in https://search-1:9200")
        for number, url in enumerate(self.urls, 1):
            problem = _url_problem(url)
            if problem:
                raise InvalidInput("urls", f"address {number} {problem}")
        if bool(self.user) != bool(self.password):
            raise InvalidInput("user", "and the password go together: set both or neither")
        if self.ca_file is not None and not self.ca_file.is_file():
            raise InvalidInput("ca_file", f"must be a file; {self.ca_file} is none")
        if not _PREFIX.match(self.prefix):
            raise InvalidInput(
                "prefix", "must be up to 32 small letters, digits and underscores, a letter first"
            )

    @property
    def is_open_to_others(self) -> bool:
        """Whether queries and words travel unencrypted to another machine."""
        parts = [urlsplit(url) for url in self.urls]
        return any(one.scheme == "http" and one.hostname not in _LOOPBACK for one in parts)


def _url_problem(url: str) -> str:
    """What is wrong with a node's address, without repeating it: somebody may put a password there."""
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return "cannot be read"
    if parts.scheme not in ("https", "http") or not parts.hostname or not has_port:
        return "must be like https://search-1.example.org:9200"
    if parts.username is not None or parts.password is not None:
        return "must not hold a name or password; CHANCERY_OPENSEARCH_USER and _PASSWORD do"
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        return "must end after the host or the port"
    return ""
