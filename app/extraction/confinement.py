"""How the child is started: under bubblewrap where that works, else with limits alone.

Bubblewrap takes away the network, all other processes, and every file but the interpreter, the
system's libraries and the child's own package. It is tried once per process of Chancery, because
inside many containers it is installed and may not work. `flask doctor` says which of the two it is.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE_FOLDER = Path(__file__).resolve().parent
_BOOTSTRAP = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from child.main import main; main(sys.argv[1:])"
)
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/nonexistent",
    # Each further thread of numpy's reserves memory that the limit counts.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
_SYSTEM_FOLDERS = ("usr", "lib", "lib64", "lib32", "bin", "sbin")


def child_command(*arguments: str) -> list[str]:
    """The interpreter, isolated (-I) and writing no bytecode (-B), on the child's `main`."""
    return [sys.executable, "-I", "-B", "-c", _BOOTSTRAP, str(PACKAGE_FOLDER), *arguments]


@functools.cache
def sandbox_prefix() -> tuple[str, ...]:
    """The words to set before the command to run it under bubblewrap; none where it cannot run."""
    program = shutil.which("bwrap", path=ENVIRONMENT["PATH"])
    if program is None:
        return ()
    prefix = (program, *_isolation(), *_readable_places(), "--")
    command = [*prefix, sys.executable, "-I", "-c", "pass"]
    try:
        done = subprocess.run(  # noqa: S603 - our own words only
            command, env=ENVIRONMENT, timeout=10, capture_output=True, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return prefix if done.returncode == 0 else ()


def _isolation() -> tuple[str, ...]:
    return (
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--cap-drop", "ALL",
        "--hostname", "reader",
        "--proc", "/proc",
        "--dev", "/dev",
        "--tmpfs", "/tmp",  # noqa: S108 - inside the sandbox, where it is empty and private
        "--chdir", "/",
    )  # fmt: skip


def _readable_places() -> tuple[str, ...]:
    """Read-only binds, shortest first so that one does not cover another."""
    words: list[str] = []
    for name in _SYSTEM_FOLDERS:
        folder = Path("/") / name
        if folder.is_symlink():
            words += ["--symlink", str(folder.readlink()), str(folder)]
        elif folder.is_dir():
            words += ["--ro-bind", str(folder), str(folder)]
    own = {Path(sys.base_prefix), Path(sys.prefix), Path(sys.base_exec_prefix), PACKAGE_FOLDER}
    for folder in sorted(own, key=lambda path: len(path.parts)):
        words += ["--ro-bind", str(folder), str(folder)]
    if Path("/etc/ld.so.cache").exists():
        words += ["--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    return tuple(words)
