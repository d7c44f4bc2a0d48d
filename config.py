"""Settings: one frozen dataclass, and the only reader of the environment.

Every setting is documented in `docs/reference/settings.md`. `Settings.from_environment()` reads them
once; `check_production()` says why a production start is refused.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.access import LabelScheme
from app.domain.admission import INTERFACE_LANGUAGES, AccountRules, FactorRule
from app.domain.errors import InvalidInput, Misconfigured
from app.domain.export_proposals import MOST_ALONE
from app.domain.search_cluster import ClusterSettings

ROOT = Path(__file__).resolve().parent
MINIMUM_SECRET_LENGTH = 32
MINIMUM_SECRET_CHARACTERS = 10
"""So many different ones at least: 32 times the same letter is no secret. Random hexadecimal has 16."""
_HOST = re.compile(
    r"\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?\Z"
)
_SQLITE = "sqlite:///"
LONGEST_EMERGENCY_HOURS = 72
SEARCH_ENGINES = ("whoosh", "tantivy", "opensearch")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The mail relay; `host` and `folder` empty: nothing is sent."""

    host: str
    port: int
    security: str
    """`starttls`, `tls` or `none`."""
    user: str
    password: str = field(repr=False)
    sender: str
    folder: Path | None
    """Where mails are written as files instead of being sent, for trials."""


_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one installation. Paths are absolute; times carry their unit in the name."""

    mode: str
    """`development` (default), `demo` or `production` (`CHANCERY_MODE`)."""
    home: Path
    """`CHANCERY_HOME`: the folder of database, documents/ and index/; default the checkout."""
    database_url: str
    documents_dir: Path
    index_dir: Path
    secret_key: str
    trusted_hosts: tuple[str, ...]
    host: str
    port: int
    debug: bool
    label_scheme: LabelScheme
    import_label: str
    """Label for imported records without a marking; empty = the scheme's intake label."""
    public_reading_room: bool
    session_idle_minutes: int
    session_absolute_hours: int
    secure_cookies: bool
    search_engine: str
    """One of `SEARCH_ENGINES` (`CHANCERY_SEARCH_ENGINE`)."""
    search_cluster: ClusterSettings | None
    """Only with the engine `opensearch`."""
    font_dir: Path | None
    """A folder of system fonts to use instead of the packaged ones."""
    fonts_ahead: bool
    """Whether `serve` lets a child of low priority cut the rarer faces before anybody asks for them."""
    upload_limit_bytes: int
    extraction_memory_bytes: int
    extraction_timeout_s: int
    worker_threads: int
    organisation: str
    account_rules: AccountRules
    """Whose second factor is required, and how long an emergency may last."""
    base_url: str
    """What links in mails begin with; never taken from a request."""
    mail: MailSettings
    backup_folder: Path | None
    """Where the worker writes backups; None: only `flask archive backup` does."""
    backup_every_hours: int
    backup_keep_days: int
    backup_keep_weeks: int
    backup_trial_days: int
    """How often the newest backup is restored on trial."""
    checkpoint_every_hours: int
    checkpoint_file: Path | None
    """A file outside the home to which signed ends of the audit trail are appended."""
    checkpoint_syslog: str
    """`/dev/log`, or `host` or `host:port`; empty = not sent."""
    language: str
    """The language of pages before sign-in, and of those of an account that chose none."""
    export_alone: int
    """So many records one registrar exports without a second one."""

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @property
    def font_cuts_dir(self) -> Path:
        """Where cut fonts are kept."""
        return self.home / "instance" / "fonts"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the environment. Raises Misconfigured with the setting's name and what to write."""
        env = os.environ if environment is None else environment
        home = Path(env.get("CHANCERY_HOME") or ROOT).expanduser().resolve()
        mode = _one_of(env, "CHANCERY_MODE", "development", ("development", "demo", "production"))
        labels = _label_scheme(env)
        return cls(
            mode=mode,
            home=home,
            database_url=env.get("DATABASE_URL") or f"sqlite:///{home / 'chancery.db'}",
            documents_dir=_folder(env, "CHANCERY_DOCUMENTS", home / "documents"),
            index_dir=_folder(env, "CHANCERY_INDEX", home / "index"),
            secret_key=env.get("CHANCERY_SECRET_KEY", ""),
            trusted_hosts=_words(env, "CHANCERY_TRUSTED_HOSTS", ""),
            host=env.get("CHANCERY_HOST", "127.0.0.1"),
            port=_number(env, "PORT", 5000, most=65_535),
            debug=_yes(env, "CHANCERY_DEBUG", False) or _flask_debugs(env),
            label_scheme=labels,
            import_label=env.get("CHANCERY_IMPORT_LABEL", ""),
            public_reading_room=_yes(env, "CHANCERY_PUBLIC_READING_ROOM", False),
            session_idle_minutes=_number(env, "CHANCERY_SESSION_IDLE_MINUTES", 30, most=1_440),
            session_absolute_hours=_number(env, "CHANCERY_SESSION_HOURS", 12, most=168),
            secure_cookies=_yes(env, "CHANCERY_SECURE_COOKIES", mode == "production"),
            search_engine=_one_of(env, "CHANCERY_SEARCH_ENGINE", "whoosh", SEARCH_ENGINES),
            search_cluster=_search_cluster(env),
            font_dir=Path(env["CHANCERY_FONTS"]) if env.get("CHANCERY_FONTS") else None,
            fonts_ahead=_yes(env, "CHANCERY_FONTS_AHEAD", True),
            upload_limit_bytes=_number(env, "CHANCERY_UPLOAD_LIMIT_MB", 200, most=10_240) * 1024**2,
            extraction_memory_bytes=_number(
                env, "CHANCERY_EXTRACTION_MEMORY_MB", 512, least=128, most=65_536
            )
            * 1024**2,
            extraction_timeout_s=_number(env, "CHANCERY_EXTRACTION_TIMEOUT_S", 60, most=3_600),
            worker_threads=_number(env, "CHANCERY_WEB_THREADS", 8, most=128),
            organisation=env.get("CHANCERY_ORGANISATION", ""),
            account_rules=_account_rules(env, labels),
            base_url=_base_url(env, mode),
            mail=_mail(env),
            backup_folder=_path(env, "CHANCERY_BACKUP_FOLDER"),
            backup_every_hours=_number(env, "CHANCERY_BACKUP_EVERY_HOURS", 24, most=720),
            backup_keep_days=_number(env, "CHANCERY_BACKUP_KEEP_DAYS", 14, most=3_650),
            backup_keep_weeks=_number(env, "CHANCERY_BACKUP_KEEP_WEEKS", 8, most=520),
            backup_trial_days=_number(env, "CHANCERY_BACKUP_TRIAL_DAYS", 7, most=365),
            checkpoint_every_hours=_number(env, "CHANCERY_CHECKPOINT_EVERY_HOURS", 6, most=720),
            checkpoint_file=_path(env, "CHANCERY_CHECKPOINT_FILE"),
            checkpoint_syslog=env.get("CHANCERY_CHECKPOINT_SYSLOG", ""),
            language=_one_of(env, "CHANCERY_LANGUAGE", INTERFACE_LANGUAGES[0], INTERFACE_LANGUAGES),
            export_alone=_number(env, "CHANCERY_EXPORT_ALONE", MOST_ALONE, least=0, most=500),
        )

    def check_production(self) -> None:
        """Raise Misconfigured with every reason why this installation may not serve production."""
        if not self.is_production:
            return
        reasons = [*self._weaknesses(), *self._open_lines(), *self._open_folders()]
        if reasons:
            raise Misconfigured("Production start refused: " + "; ".join(reasons) + ".")

    def _weaknesses(self) -> Iterator[str]:
        is_long = len(self.secret_key) >= MINIMUM_SECRET_LENGTH
        if not is_long or len(set(self.secret_key)) < MINIMUM_SECRET_CHARACTERS:
            yield (
                f"CHANCERY_SECRET_KEY must hold at least {MINIMUM_SECRET_LENGTH} random characters"
            )
        if not self.trusted_hosts:
            yield "CHANCERY_TRUSTED_HOSTS must name the host names people use"
        for host in self.trusted_hosts:
            if not _HOST.match(host.casefold()):
                yield f"CHANCERY_TRUSTED_HOSTS holds {host!r}, which is no host name"
        if self.debug:
            yield "debugging must be off (CHANCERY_DEBUG, FLASK_DEBUG, --debug)"
        if not self.secure_cookies:
            yield "CHANCERY_SECURE_COOKIES must be on"
        if self.mail.folder is not None:
            yield "CHANCERY_MAIL_FOLDER must not be set: its mails hold links that open accounts"

    def _open_lines(self) -> Iterator[str]:
        if self.search_cluster is not None and self.search_cluster.is_open_to_others:
            yield "CHANCERY_OPENSEARCH_URLS must begin with https:// but for this machine itself"

    def _open_folders(self) -> Iterator[str]:
        folders = [self.home, self.documents_dir, self.index_dir]
        if self.database_url.startswith(_SQLITE):
            folders.append(Path(self.database_url.removeprefix(_SQLITE)).parent)
        for folder in dict.fromkeys(folders):
            if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
                yield f"{folder} can be read by others; run chmod 700 on it"

    @property
    def signing_key_file(self) -> Path:
        """Where a key that was made here is kept."""
        return self.home / "instance" / "secret_key"

    def signing_key(self) -> str:
        """The key for cookies and tokens; outside production one is made and kept in the home.

        In production without one it is made up and forgotten: such a process may look and mend
        (`doctor`), and `check_production` keeps it from serving.
        """
        if self.secret_key:
            return self.secret_key
        if self.is_production:
            return secrets.token_urlsafe(48)
        path = self.signing_key_file
        if not path.exists():
            # One after the other: `parents=True` would give the home the usual, open mode.
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii")


def _account_rules(env: Mapping[str, str], labels: LabelScheme) -> AccountRules:
    try:
        factor = FactorRule.parse(_words(env, "CHANCERY_FACTOR_REQUIRED", ""), labels)
    except InvalidInput as error:
        raise Misconfigured(f"CHANCERY_FACTOR_REQUIRED: {error}") from error
    hours = _number(env, "CHANCERY_EMERGENCY_HOURS", 4, most=LONGEST_EMERGENCY_HOURS)
    if not 1 <= hours <= LONGEST_EMERGENCY_HOURS:
        raise Misconfigured(f"CHANCERY_EMERGENCY_HOURS must be 1 to {LONGEST_EMERGENCY_HOURS}.")
    return AccountRules(factor, hours)


def _base_url(env: Mapping[str, str], mode: str) -> str:
    """As set; else what the other settings say of the address people use."""
    given = env.get("CHANCERY_BASE_URL", "").rstrip("/")
    if given and not given.startswith(("https://", "http://")):
        raise Misconfigured("CHANCERY_BASE_URL must begin with https:// (or http://).")
    if given:
        return given
    hosts = _words(env, "CHANCERY_TRUSTED_HOSTS", "")
    if mode == "production" and hosts:
        return f"https://{hosts[0]}"
    return (
        f"http://{env.get('CHANCERY_HOST', '127.0.0.1')}:{_number(env, 'PORT', 5000, most=65_535)}"
    )


def _mail(env: Mapping[str, str]) -> MailSettings:
    folder = env.get("CHANCERY_MAIL_FOLDER")
    return MailSettings(
        host=env.get("CHANCERY_SMTP_HOST", ""),
        port=_number(env, "CHANCERY_SMTP_PORT", 587, most=65_535),
        security=_one_of(env, "CHANCERY_SMTP_TLS", "starttls", ("starttls", "tls", "none")),
        user=env.get("CHANCERY_SMTP_USER", ""),
        password=env.get("CHANCERY_SMTP_PASSWORD", ""),
        sender=env.get("CHANCERY_SMTP_FROM", ""),
        folder=Path(folder).expanduser().resolve() if folder else None,
    )


def _search_cluster(env: Mapping[str, str]) -> ClusterSettings | None:
    """None with another engine, whatever else is set."""
    if env.get("CHANCERY_SEARCH_ENGINE") != "opensearch":
        return None
    try:
        return ClusterSettings(
            urls=_words(env, "CHANCERY_OPENSEARCH_URLS", ""),
            user=env.get("CHANCERY_OPENSEARCH_USER", ""),
            password=env.get("CHANCERY_OPENSEARCH_PASSWORD", ""),
            ca_file=_path(env, "CHANCERY_OPENSEARCH_CA_FILE"),
            prefix=env.get("CHANCERY_OPENSEARCH_PREFIX") or "chancery",
            shards=_number(env, "CHANCERY_OPENSEARCH_SHARDS", 1, most=64),
            replicas=_number(env, "CHANCERY_OPENSEARCH_REPLICAS", 1, least=0, most=8),
            limit_s=_number(env, "CHANCERY_OPENSEARCH_LIMIT_S", 10, most=120),
        )
    except InvalidInput as error:
        raise Misconfigured(
            f"CHANCERY_OPENSEARCH_{error.field.upper()}: {error.message}."
        ) from error


def _folder(env: Mapping[str, str], name: str, default: Path) -> Path:
    return Path(env.get(name) or default).expanduser().resolve()


def _path(env: Mapping[str, str], name: str) -> Path | None:
    return Path(env[name]).expanduser().resolve() if env.get(name) else None


def _words(env: Mapping[str, str], name: str, default: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in env.get(name, default).split(",") if word.strip())


def _number(env: Mapping[str, str], name: str, default: int, *, least: int = 1, most: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    if not (is_number and least <= int(text) <= most):
        raise Misconfigured(
            f"{name} must be a whole number from {least} to {most}, not {text[:_MOST_DIGITS]!r}."
        )
    return int(text)


def _flask_debugs(env: Mapping[str, str]) -> bool:
    """Flask's own switch, which `flask --debug` sets too, read as Flask reads it."""
    return env.get("FLASK_DEBUG", "").casefold() not in ("", "0", "false", "no")


def _label_scheme(env: Mapping[str, str]) -> LabelScheme:
    settings = {"levels": "CHANCERY_LEVELS", "compartments": "CHANCERY_COMPARTMENTS"}
    levels = _words(env, "CHANCERY_LEVELS", "Public,Official,Restricted,Confidential,Secret")
    compartments = _words(env, "CHANCERY_COMPARTMENTS", "INTAKE,HR-CHN,PEN,EU-COORD,SEC")
    try:
        return LabelScheme.of(levels, compartments)
    except InvalidInput as error:
        raise Misconfigured(f"{settings[error.field]}: {error.message}") from error


def _yes(env: Mapping[str, str], name: str, default: bool) -> bool:
    text = env.get(name, "").strip().casefold()
    if not text:
        return default
    if text in ("1", "yes", "on", "true"):
        return True
    if text in ("0", "no", "off", "false"):
        return False
    raise Misconfigured(f"{name} must be yes or no, not {text!r}.")


def _one_of(env: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    text = env.get(name) or default
    if text not in choices:
        raise Misconfigured(f"{name} must be one of {', '.join(choices)}, not {text!r}.")
    return text
