"""How a command of Chancery is written wherever one is named: in messages, in what is to be done, in help.

Chancery runs from its checkout (docs/decisions/runs-from-its-checkout.md), so that is where it works.
"""

from __future__ import annotations

from app.domain.wording import said

BARE = "flask --app app"
"""As examples in the help of commands are written down, before `spelt_out`."""
RUN = f".venv/bin/{BARE}"


def told_to_administrator(command: str) -> str:
    """What somebody on a page, who has no terminal, does about what a command finds or mends."""
    return said("Tell your administrator, who runs {run} {command}.", run=RUN, command=command)


def spelt_out(text: str) -> str:
    """The text with every command as it works from the checkout."""
    return text.replace(RUN, BARE).replace(BARE, RUN)
