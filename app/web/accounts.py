"""Accounts for security officers: the list, one account, inviting, clearing.

What is done with a button on an account's page is in `account_deeds.py`. Nothing here says what anybody
read: that is the audit trail's.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.domain.errors import Conflict, InvalidInput, Unavailable
from app.domain.principals import Action, Role
from app.domain.wording import said
from app.services import access_requests, account_links, account_sheets, accounts, emergencies
from app.services.account_links import NewLink
from app.services.account_sheets import AccountFilter, AccountState
from app.services.sessions import SessionLimits
from app.web.account_forms import ClearForm, FilterForm, InviteForm, LinkForm, put_error
from app.web.context import current_house, current_principal, request_work, session_limits
from app.web.policy import requires

bp = Blueprint("accounts", __name__)
_LONGEST_FILTER = 100


@bp.get("/accounts")
@requires(Action.MANAGE_ACCOUNTS)
def index() -> str:
    """Every account that matches, by name; first what waits for an officer."""
    form = FilterForm(
        MultiDict({key: text[:_LONGEST_FILTER] for key, text in request.args.items()})
    )
    principal, work = current_principal(), request_work()
    wanted = AccountFilter(
        form.q.data or "",
        next((role for role in Role if role.value == form.role.data), None),
        next((state for state in AccountState if state.value == form.state.data), None),
    )
    found, total = account_sheets.lines(principal, work, wanted, _limits())
    return render_template(
        "accounts/index.html",
        form=form,
        accounts=found,
        total=total,
        requests_waiting=len(access_requests.waiting(principal, work)),
        emergencies_waiting=emergencies.waiting_count(principal, work),
    )


@bp.get("/accounts/<uuid:account_id>")
@requires(Action.MANAGE_ACCOUNTS)
def show(account_id: UUID) -> str:
    """One account: role and clearance, what opens it, sessions, grants, requests."""
    work = request_work()
    sheet = account_sheets.sheet(current_principal(), work, str(account_id), _limits())
    return render_template(
        "accounts/show.html",
        sheet=sheet,
        account=sheet.line,
        link_form=LinkForm(),
        can_send=account_links.can_send(work),
        states=AccountState,
    )


@bp.route("/accounts/invite", methods=["GET", "POST"])
@requires(Action.MANAGE_ACCOUNTS)
def invite() -> ResponseReturnValue:
    """Make a closed account, and the link that opens it once."""
    labels = current_house().settings.label_scheme
    form = InviteForm()
    form.offer(labels)
    can_send = account_links.can_send(request_work())
    if form.is_submitted() and form.validate():
        try:
            with current_house().work(writing=True) as work:
                link = account_links.invite(current_principal(), work, form.draft(labels))
                work.commit()
        except InvalidInput as error:
            put_error(form, error, "name")
        except Conflict as error:
            form.name.errors = [error.words]
        else:
            return hand_over(link, form.mail_address.data or "")
    status = 400 if form.is_submitted() else 200
    return render_template("accounts/invite.html", form=form, can_send=can_send), status


@bp.route("/accounts/<uuid:account_id>/clear", methods=["GET", "POST"])
@requires(Action.MANAGE_ACCOUNTS)
def clear(account_id: UUID) -> ResponseReturnValue:
    """Set role, level, compartments and party; effective at once, sessions end."""
    sheet = account_sheets.sheet(current_principal(), request_work(), str(account_id), _limits())
    line = sheet.line
    form = ClearForm(
        role=line.role.value,
        level=line.clearance.level.name,
        compartments=sorted(line.clearance.compartments),
        party=line.clearance.party or "",
    )
    form.offer(current_house().settings.label_scheme)
    if form.is_submitted() and form.validate():
        try:
            with current_house().work(writing=True) as work:
                accounts.clear(current_principal(), work, line.name, form.change())
                work.commit()
        except InvalidInput as error:
            put_error(form, error, "role")
        else:
            flash(said("The clearance is set. All sessions of this account are ended."), "good")
            return redirect(url_for("accounts.show", account_id=account_id))
    status = 400 if form.is_submitted() else 200
    return render_template("accounts/clear.html", form=form, sheet=sheet, account=line), status


def hand_over(link: NewLink, address: str) -> ResponseReturnValue:
    """The page after a link was made: sent, or shown this once."""
    house = current_house()
    problem = ""
    is_sent = False
    if address.strip():
        try:
            with house.work() as work:
                account_links.send(
                    current_principal(), work, link, address, house.settings.base_url
                )
            is_sent = True
        except (InvalidInput, Unavailable) as error:
            problem = error.message
    return render_template(
        "accounts/link.html",
        link=link,
        address=f"{house.settings.base_url}{url_for('links.accept', token=link.token)}",
        is_sent=is_sent,
        sent_to=address.strip(),
        problem=problem,
    )


def _limits() -> SessionLimits:
    return session_limits(current_house().settings)
