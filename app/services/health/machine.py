"""Settings, folders, disk, libraries and system programs: what stands around the archive."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from app.domain.errors import ChanceryError, Misconfigured
from app.domain.wording import said
from app.extraction.extractor import ExtractedText, ExtractionFailure, Extractor
from app.extraction.media_types import TEXT
from app.services import engine_advice
from app.services.health.findings import Finding, ok, problem, some, warning
from config import ROOT, Settings

LEAST_FREE_BYTES = 256 * 1024**2
COMFORTABLE_FREE_BYTES = 2 * 1024**3
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "ceph", "9p"}
)
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?(?:==([^\s;]+))?\s*(?:;.*)?\Z")


def check_settings(settings: Settings) -> Iterator[Finding]:
    """What a start in production would refuse."""
    try:
        settings.check_production()
    except Misconfigured as refusal:
        yield problem(
            said("settings"),
            str(refusal),
            said("Change these settings; docs/reference/settings.md"),
        )
        return
    if settings.is_production:
        yield ok(
            said("settings"),
            said("Production: secret key, host names and cookies are as they must be."),
        )
    else:
        yield ok(
            said("settings"),
            said("Mode {mode}: for trying things out, not for real letters.", mode=settings.mode),
        )


def check_folders(settings: Settings) -> Iterator[Finding]:
    """The three folders: there, ours, private, writable; originals in one file system."""
    folders = {
        "home": settings.home,
        "documents": settings.documents_dir,
        "index": settings.index_dir,
    }
    for name, folder in folders.items():
        yield _folder(
            said("folder {name}", name=name), folder, is_production=settings.is_production
        )
    incoming = settings.documents_dir / "incoming"
    if incoming.is_dir() and incoming.stat().st_dev != settings.documents_dir.stat().st_dev:
        yield problem(
            said("folder documents"),
            said(
                "incoming/ lies in another file system, so originals cannot be moved in at one "
                "stroke."
            ),
            said("Put documents/ and documents/incoming/ into the same file system."),
        )


def check_disk(settings: Settings) -> Iterator[Finding]:
    """Free space where letters are written."""
    places = {settings.home, settings.documents_dir, settings.index_dir}
    free = min(shutil.disk_usage(place).free for place in places if place.is_dir())
    words = said("{free:.1f} GB are free.", free=free / 1024**3)
    if free < LEAST_FREE_BYTES:
        yield problem(
            said("disk"), words, said("Free some space: soon nothing can be registered or audited.")
        )
    elif free < COMFORTABLE_FREE_BYTES:
        yield warning(
            said("disk"), words, said("Free some space, or move documents/ to a larger disk.")
        )
    else:
        yield ok(said("disk"), words)


def check_file_system(settings: Settings) -> Iterator[Finding]:
    """SQLite's locks do not hold on network file systems."""
    if not settings.database_url.startswith("sqlite"):
        return
    kind = _file_system_of(settings.home)
    if kind in NETWORK_FILE_SYSTEMS:
        yield problem(
            said("database"),
            said(
                "The database lies on a network file system ({kind}), whose locks cannot be "
                "relied on.",
                kind=kind,
            ),
            said("Move CHANCERY_HOME to a local disk."),
        )


def check_libraries() -> Iterator[Finding]:
    """Every requirement is installed in the version that was tested."""
    wrong = [name for name, version in _requirements() if not _is_installed(name, version)]
    if wrong:
        yield problem(
            said("libraries"),
            said("Not installed, or in another version than tested: {wrong}.", wrong=some(wrong)),
            said("Run make setup, or pip install -r requirements.txt in Chancery's environment."),
        )
    else:
        yield ok(
            said("libraries"),
            said("All requirements are installed in the versions that were tested."),
        )


def installed_libraries() -> Iterator[tuple[str, str, str]]:
    """Name, version wanted and version installed (empty: missing) of each requirement."""
    for name, wanted in _requirements():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            installed = ""
        yield name, wanted or "any", installed


def check_fonts(settings: Settings) -> Iterator[Finding]:
    """A folder of system fonts, where one is set."""
    if settings.font_dir is not None and not settings.font_dir.is_dir():
        yield problem(
            said("fonts"),
            said("The folder in CHANCERY_FONTS is not there; no PDF can be made."),
            said("Correct the setting, or remove it to use the fonts that come with Chancery."),
        )


def check_engine(settings: Settings) -> Iterator[Finding]:
    """Whether the search engine that is set is still the right one for so large an index."""
    if engine_advice.has_outgrown_its_engine(settings, engine_advice.bytes_in(settings.index_dir)):
        yield warning(said("search engine"), engine_advice.REASON, engine_advice.TO_DO)
    else:
        name = settings.search_engine.capitalize()
        yield ok(said("search engine"), said("{name} serves this index well.", name=name))


def check_reader(settings: Settings, extractor: Extractor) -> Iterator[Finding]:
    """The child that reads files: that it works, and how well it is locked in."""
    try:
        result = _try_reading(extractor)
    except (ChanceryError, OSError) as error:
        yield problem(said("reading files"), str(error), said("Run make setup again."))
        return
    if not isinstance(result, ExtractedText):
        yield problem(said("reading files"), result.reason, said("Run make setup again."))
    elif extractor.is_sandboxed:
        yield ok(
            said("reading files"),
            said("Files are read in a sandbox (bubblewrap), without network."),
        )
    else:
        judge = problem if settings.is_production else warning
        yield judge(
            "reading files",
            "bubblewrap is missing or does not work here: hostile files are read with limits on "
            "memory and time, but not shut off from files and network.",
            said("Install it (apt install bubblewrap); in a container, allow user namespaces."),
        )


def _folder(subject: str, folder: Path, *, is_production: bool) -> Finding:
    if not folder.is_dir():
        return problem(
            subject,
            said("{folder} is not there.", folder=folder),
            said("Create it with mode 700, or correct the setting."),
        )
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return problem(
            subject,
            said("Chancery may not write to {folder}.", folder=folder),
            said("Give it to the account that runs Chancery (chown), with mode 700."),
        )
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        judge = problem if is_production else warning
        return judge(
            subject,
            said("Others on this machine may look into {folder}.", folder=folder),
            said("chmod 700 {folder}", folder=folder),
        )
    return ok(subject, said("{folder} is there, private and writable.", folder=folder))


def _file_system_of(folder: Path) -> str:
    """The kind of the longest mount point above the folder; empty where /proc does not say."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    mounts = [line.split(" ") for line in lines]
    above = [
        (len(fields[1]), fields[2])
        for fields in mounts
        if len(fields) > 2 and folder.is_relative_to(fields[1].replace("\\040", " "))
    ]
    return max(above)[1] if above else ""


def _requirements() -> Iterator[tuple[str, str | None]]:
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        found = _PIN.match(line.split("#")[0].strip())
        if found:
            yield found[1], found[2]


def _is_installed(name: str, version: str | None) -> bool:
    try:
        installed = metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return version is None or installed == version


def _try_reading(extractor: Extractor) -> ExtractedText | ExtractionFailure:
    descriptor, name = tempfile.mkstemp(prefix="chancery-doctor-")
    try:
        with open(descriptor, "wb") as target:
            target.write(b"A line of text, to see whether files can be read.\n")
        return extractor.extract(Path(name), TEXT)
    finally:
        os.unlink(name)
