"""`flask users`, second part: invitations, second factors, sessions. The first part is in `users.py`."""

from __future__ import annotations

import click

from app.cli.failures import explained
from app.cli.terminal import at_terminal
from app.cli.users import group
from app.domain.access import Clearance
from app.domain.errors import InvalidInput, Unavailable
from app.domain.principals import Role
from app.services import account_links, account_sheets, factors, sessions
from app.services.account_links import NewLink
from app.services.accounts import AccountDraft, operator_principal
from app.web.context import current_house, session_limits
from app.wiring import House

__all__ = ["group"]
_ROLES = click.Choice([role.value for role in Role], case_sensitive=False)


@group.command("invite")
@click.argument("name")
@click.option("--display-name", default="", help="The name others see; default the account's name.")
@click.option("--role", type=_ROLES, default=Role.READER.value, show_default=True)
@click.option("--level", default="", help="The highest level to see; default the lowest.")
@click.option("--compartment", "compartments", multiple=True, help="Give it once for each.")
@click.option("--party", default="", help="The party the person serves, as CAN.")
@click.option("--mail", "address", default="", help="Send the link there instead of printing it.")
@explained
def invite(
    name: str,
    display_name: str,
    role: str,
    level: str,
    compartments: tuple[str, ...],
    party: str,
    address: str,
) -> None:
    """Make a closed account NAME and a link that opens it once, within 24 hours.

    An account that was invited before and never opened gets a new link; the old one is void.

    \b
    Example:
      flask --app app users invite a.linden --level Restricted --compartment HR-CHN --party CAN
    """
    house = current_house()
    with house.work(writing=True) as work:
        operator = at_terminal(operator_principal(work.labels))
        clearance = Clearance(
            work.labels.level(level) if level else work.labels.levels[0],
            frozenset(compartments),
            party.strip().upper() or None,
        )
        if account_sheets.is_invited(operator, work, name):
            account_id = account_sheets.id_of(operator, work, name)
            link = account_links.invite_again(operator, work, account_id)
        else:
            draft = AccountDraft(name, display_name, Role(role), clearance)
            link = account_links.invite(operator, work, draft)
        work.commit()
    _hand_over(house, link, address)


@group.command("reset-factor")
@click.argument("name")
@explained
def reset_factor(name: str) -> None:
    """Take the second factor off the account NAME and end its sessions.

    \b
    Example:
      flask --app app users reset-factor a.linden
    """
    with current_house().work(writing=True) as work:
        factors.reset(at_terminal(operator_principal(work.labels)), work, name)
        work.commit()
    click.echo(f"{name} has no second factor any more. Open sessions are ended.")


@group.command("sessions")
@click.argument("name")
@explained
def list_sessions(name: str) -> None:
    """Show where the account NAME is signed in; times in UTC.

    \b
    Example:
      flask --app app users sessions a.linden
    """
    house = current_house()
    with house.work() as work:
        operator = at_terminal(operator_principal(work.labels))
        account_id = account_sheets.id_of(operator, work, name)
        sheet = account_sheets.sheet(operator, work, account_id, session_limits(house.settings))
    if not sheet.sessions:
        click.echo(f"{sheet.line.name} is signed in nowhere.")
    for session in sheet.sessions:
        click.echo(
            f"{session.started_at:%Y-%m-%d %H:%M}  last seen {session.last_seen_at:%Y-%m-%d %H:%M}  "
            f"{session.address}  {session.agent}"
        )


@group.command("sign-out")
@click.argument("name")
@explained
def sign_out(name: str) -> None:
    """End all sessions of the account NAME, from the next request on.

    \b
    Example:
      flask --app app users sign-out a.linden
    """
    with current_house().work(writing=True) as work:
        operator = at_terminal(operator_principal(work.labels))
        account_id = account_sheets.id_of(operator, work, name)
        ended = sessions.revoke_of_account(operator, work, account_id)
        work.commit()
    click.echo(f"{ended} {'session' if ended == 1 else 'sessions'} ended.")


def _hand_over(house: House, link: NewLink, address: str) -> None:
    """Mail the link; print it this once where that was not asked for, or failed."""
    if address and _is_sent(house, link, address):
        click.echo(f"Invited {link.account_name}. The link was sent; the address is not kept.")
        return
    click.echo(f"Invited {link.account_name}. The link works once, for 24 hours, shown this once:")
    click.echo(f"{house.settings.base_url}/link/{link.token}")


def _is_sent(house: House, link: NewLink, address: str) -> bool:
    try:
        with house.work() as work:
            operator = at_terminal(operator_principal(work.labels))
            account_links.send(operator, work, link, address, house.settings.base_url)
    except (InvalidInput, Unavailable) as error:
        click.echo(f"The mail was not sent. {error}", err=True)
        return False
    return True
