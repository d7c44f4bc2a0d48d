"""`flask users`: accounts, their clearances and passwords."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from app.cli.failures import beginning, explained
from app.cli.terminal import at_terminal
from app.domain.access import Clearance
from app.domain.command_line import RUN
from app.domain.errors import InvalidInput
from app.domain.principals import Principal, Role
from app.services import accounts, passwords
from app.services.accounts import AccountDraft, AccountView, ClearanceChange, operator_principal
from app.services.work import Work
from app.web.context import current_house

group = AppGroup("users", help="Create, clear and disable accounts.")
_ROLES = click.Choice([role.value for role in Role], case_sensitive=False)
_NO_COMPARTMENT = "none"
_password_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)
_prompt_option = click.option(
    "--prompt", is_flag=True, help="Ask for the password instead of making one."
)


@group.command("create")
@click.argument("name")
@click.option("--display-name", default="", help="The name others see; default the account's name.")
@click.option("--role", type=_ROLES, default=Role.READER.value, show_default=True)
@click.option(
    "--level", default="", help="The highest level the person may see; default the lowest."
)
@click.option("--compartment", "compartments", multiple=True, help="Give it once for each.")
@click.option("--party", default="", help="The party the person serves, as CAN.")
@_prompt_option
@_password_option
@beginning
def create(
    name: str,
    display_name: str,
    role: str,
    level: str,
    compartments: tuple[str, ...],
    party: str,
    prompt: bool,
    password_stdin: bool,
) -> None:
    """Create the account NAME. A password is made and printed once, unless you give one.

    \b
    Example:
      flask --app app users create a.linden --display-name "Anna Linden" \\
          --role reader --level Restricted --compartment HR-CHN --party CAN
    """
    password = _given_password(prompt, password_stdin)
    with current_house().work(writing=True) as work:
        clearance = Clearance(
            work.labels.level(level) if level else work.labels.levels[0],
            frozenset(compartments),
            party.strip() or None,
        )
        draft = AccountDraft(name, display_name, Role(role), clearance)
        chosen = password or passwords.generate()
        account = accounts.create(_operator(work), work, draft, chosen)
        work.commit()
    click.echo(f"Created {account.name}: {account.words}.")
    _say_password(chosen, was_given=bool(password))


@group.command("clear")
@click.argument("name")
@click.option("--level", help="The highest level the person may see.")
@click.option(
    "--compartment",
    "compartments",
    multiple=True,
    help="All compartments from now on, once for each; 'none' takes all away.",
)
@click.option("--party", help="The party the person serves; 'none' for no party.")
@click.option("--role", type=_ROLES, help="What the person may do.")
@explained
def clear(
    name: str, level: str | None, compartments: tuple[str, ...], party: str | None, role: str | None
) -> None:
    """Set what NAME may see and do. What you do not name stays. Ends the account's sessions.

    \b
    Example:
      flask --app app users clear a.linden --level Confidential --compartment HR-CHN
    """
    if not (level or compartments or party or role):
        raise InvalidInput("level", "Say what to set: --level, --compartment, --party or --role.")
    change = ClearanceChange(
        level=level,
        compartments=_compartments(compartments),
        party=None if party is None else _party(party),
        role=Role(role) if role else None,
    )
    with current_house().work(writing=True) as work:
        account = accounts.clear(_operator(work), work, name, change)
        work.commit()
    click.echo(f"{account.name} is now {account.words}. Open sessions are ended.")


@group.command("disable")
@click.argument("name")
@explained
def disable(name: str) -> None:
    """Close the account NAME: nobody signs in with it any more. `reset-password` opens it again.

    \b
    Example:
      flask --app app users disable a.linden
    """
    with current_house().work(writing=True) as work:
        account = accounts.disable(_operator(work), work, name)
        work.commit()
    click.echo(f"{account.name} is disabled. Open sessions are ended.")


@group.command("reset-password")
@click.argument("name")
@_prompt_option
@_password_option
@explained
def reset_password(name: str, prompt: bool, password_stdin: bool) -> None:
    """Give NAME a new password, made and printed once unless you give one.

    Opens a disabled account again, ends its sessions and forgets its failed attempts.

    \b
    Example:
      flask --app app users reset-password a.linden
    """
    password = _given_password(prompt, password_stdin)
    chosen = password or passwords.generate()
    with current_house().work(writing=True) as work:
        account = accounts.reset_password(_operator(work), work, name, chosen)
        work.commit()
    click.echo(f"{account.name} has a new password. Open sessions are ended.")
    _say_password(chosen, was_given=bool(password))


@group.command("list")
@explained
def list_users() -> None:
    """Show every account with its role and clearance.

    \b
    Example:
      flask --app app users list
    """
    with current_house().work() as work:
        found = accounts.list_accounts(_operator(work), work)
    if not found:
        click.echo(f"There are no accounts yet. Make one with: {RUN} users create NAME")
        return
    width = max(len(account.name) for account in found)
    for account in found:
        click.echo(_line(account, width))


def _line(account: AccountView, width: int) -> str:
    state = "  (disabled)" if account.is_disabled else ""
    return f"{account.name:<{width}}  {account.words}{state}"


def _party(text: str) -> str:
    """A party's code or name; empty for `none`."""
    return "" if text.strip().casefold() == "none" else text.strip()


def _operator(work: Work) -> Principal:
    return at_terminal(operator_principal(work.labels))


def _compartments(given: tuple[str, ...]) -> frozenset[str] | None:
    if not given:
        return None
    return frozenset(name for name in given if name.casefold() != _NO_COMPARTMENT)


def _given_password(prompt: bool, from_stdin: bool) -> str:
    """The password the operator gives; empty when one is to be made."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise InvalidInput("password", "Standard input holds no password.")
        return password
    if prompt:
        return str(click.prompt("New password", hide_input=True, confirmation_prompt=True))
    return ""


def _say_password(password: str, *, was_given: bool) -> None:
    if not was_given:
        click.echo(f"Password, shown this once: {password}")
