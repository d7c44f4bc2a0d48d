"""What an officer does with one account: disable, enable, links, factor, sessions, grants.

Each is a form with one button on the account's page, which is where the answer leads back to.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.errors import InvalidInput
from app.domain.principals import Action, Principal
from app.domain.wording import said
from app.services import account_links, account_sheets, accounts, factors, grants, sessions
from app.services.account_links import NewLink
from app.services.work import Work
from app.web.account_forms import GrantForm, LinkForm, put_error
from app.web.accounts import hand_over
from app.web.context import current_house, current_principal, request_work, session_limits
from app.web.policy import requires

bp = Blueprint("account_deeds", __name__)
Deed = Callable[[Principal, Work, str], object]


@bp.post("/accounts/<uuid:account_id>/disable")
@requires(Action.MANAGE_ACCOUNTS)
def disable(account_id: UUID) -> ResponseReturnValue:
    return _by_name(
        account_id, accounts.disable, said("The account is closed; its sessions are ended.")
    )


@bp.post("/accounts/<uuid:account_id>/enable")
@requires(Action.MANAGE_ACCOUNTS)
def enable(account_id: UUID) -> ResponseReturnValue:
    return _by_name(account_id, accounts.enable, said("The account is open again."))


@bp.post("/accounts/<uuid:account_id>/reset-factor")
@requires(Action.MANAGE_ACCOUNTS)
def reset_factor(account_id: UUID) -> ResponseReturnValue:
    return _by_name(
        account_id, factors.reset, said("The second factor is reset; all sessions are ended.")
    )


@bp.post("/accounts/<uuid:account_id>/invite-again")
@requires(Action.MANAGE_ACCOUNTS)
def invite_again(account_id: UUID) -> ResponseReturnValue:
    """A new invitation; the one before works no more."""
    return _new_link(account_id, account_links.invite_again)


@bp.post("/accounts/<uuid:account_id>/password-link")
@requires(Action.MANAGE_ACCOUNTS)
def password_link(account_id: UUID) -> ResponseReturnValue:
    """A link to set a new password, for a quarter of an hour."""
    return _new_link(account_id, account_links.password_link)


@bp.post("/accounts/<uuid:account_id>/sessions/<uuid:session_id>/end")
@requires(Action.MANAGE_ACCOUNTS)
def end_session(account_id: UUID, session_id: UUID) -> ResponseReturnValue:
    """Sign the person out in one browser."""

    def end(principal: Principal, work: Work, account: str) -> object:
        return sessions.revoke_of_account(principal, work, account, str(session_id))

    return _done(account_id, end, said("That session is ended."))


@bp.post("/accounts/<uuid:account_id>/sessions/end-all")
@requires(Action.MANAGE_ACCOUNTS)
def end_sessions(account_id: UUID) -> ResponseReturnValue:
    """Sign the person out everywhere."""
    return _done(account_id, sessions.revoke_of_account, said("All sessions are ended."))


@bp.route("/accounts/<uuid:account_id>/grants", methods=["GET", "POST"])
@requires(Action.MANAGE_ACCOUNTS)
def grant(account_id: UUID) -> ResponseReturnValue:
    """A compartment or a level, for a while."""
    house = current_house()
    limits = session_limits(house.settings)
    sheet = account_sheets.sheet(current_principal(), request_work(), str(account_id), limits)
    form = GrantForm()
    form.offer(house.settings.label_scheme)
    if form.is_submitted() and form.validate():
        try:
            with house.work(writing=True) as work:
                draft = form.draft(house.clock.now())
                grants.give(current_principal(), work, str(account_id), draft)
                work.commit()
        except InvalidInput as error:
            put_error(form, error, "compartments")
        else:
            flash(said("The access is granted."), "good")
            return redirect(url_for("accounts.show", account_id=account_id))
    status = 400 if form.is_submitted() else 200
    page = render_template("accounts/grant.html", form=form, account=sheet.line, sheet=sheet)
    return page, status


@bp.post("/accounts/<uuid:account_id>/grants/<uuid:grant_id>/end")
@requires(Action.MANAGE_ACCOUNTS)
def end_grant(account_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """End a grant before its time."""

    def end(principal: Principal, work: Work, account: str) -> object:
        grants.end(principal, work, account, str(grant_id))
        return grant_id

    return _done(account_id, end, said("The grant is ended."))


def _by_name(account_id: UUID, deed: Deed, message: str) -> ResponseReturnValue:
    def done(principal: Principal, work: Work, account: str) -> object:
        return deed(principal, work, account_sheets.name_of(principal, work, account))

    return _done(account_id, done, message)


def _done(account_id: UUID, deed: Deed, message: str) -> ResponseReturnValue:
    """Do it and say so, or say why not; back to the account."""
    try:
        with current_house().work(writing=True) as work:
            deed(current_principal(), work, str(account_id))
            work.commit()
    except InvalidInput as error:
        flash(error.message, "bad")
    else:
        flash(message, "good")
    return redirect(url_for("accounts.show", account_id=account_id))


def _new_link(
    account_id: UUID, make: Callable[[Principal, Work, str], NewLink]
) -> ResponseReturnValue:
    form = LinkForm()
    try:
        with current_house().work(writing=True) as work:
            link = make(current_principal(), work, str(account_id))
            work.commit()
    except InvalidInput as error:
        flash(error.message, "bad")
        return redirect(url_for("accounts.show", account_id=account_id))
    return hand_over(link, form.mail_address.data or "")
