"""What the child may take: memory, time, nothing on disk, no further process, no network.

The limits are taken before the first hostile byte is read. Under bubblewrap the outer world is gone
already; without it, a network namespace of our own is tried, and is all the better if it is granted.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def confine(memory_bytes: int, cpu_s: int, *, is_sandboxed: bool) -> None:
    """Give up rights for good. Raises OSError or ValueError when the system does not let us."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not is_sandboxed:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        # Often forbidden inside containers; then the limits below have to do.
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs refused")
    # First the signal that says why (SIGXCPU), a second later the one that cannot be caught.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(limit, (value, value))
    with contextlib.suppress(OSError):
        os.nice(5)  # people who search come before files that wait
