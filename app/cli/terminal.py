"""Who sits at the terminal: named in the audit trail beside the account that a command acts for.

The name is that of the operating system's user, who may be somebody else than the account's person. After
`sudo` it is both: who may do everything here, and who became so.
"""

from __future__ import annotations

import os
import pwd
from dataclasses import replace

from app.domain.principals import Principal
from app.services import accounts
from app.services.work import Work

_LONGEST = 64


def acting_for(work: Work, name: str) -> Principal:
    """The principal of an account (`--as NAME`), acting through this terminal.

    Raises InvalidInput for nobody and for a disabled account.
    """
    return at_terminal(accounts.principal_for(work, name))


def at_terminal(principal: Principal) -> Principal:
    """The same principal, with who sits at the terminal."""
    return replace(principal, at_terminal=_os_user())


def _os_user() -> str:
    """`root (alice)` after `sudo`; the number of a user without a name."""
    try:
        user = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        user = str(os.getuid())
    before = os.environ.get("SUDO_USER", "") if os.getuid() == 0 else ""
    words = f"{user} ({before})" if before and before != user else user
    return "".join(one for one in words if one.isprintable())[:_LONGEST]
