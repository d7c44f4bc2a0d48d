"""Who asks: principals, roles, and what each role may do.

Roles say what one may *do*; the clearance says what one may *see*; no role sees around a label.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.access import AccessLabel, Clearance, may_read
from app.domain.errors import NotPermitted
from app.domain.wording import Wording, said


class Role(Enum):
    READER = "reader"
    DRAFTER = "drafter"
    REGISTRAR = "registrar"
    SECURITY_OFFICER = "security officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(Enum):
    """What a route or a service may ask a role for."""

    READ = "read records, search, take away files and PDFs"
    KEEP_SEARCHES = "keep, watch and share searches"
    MAKE_BRIEFINGS = "make briefings"
    REGISTER = "register, amend, relabel and withdraw records"
    MANAGE_ACCOUNTS = "create, clear and disable accounts"
    READ_AUDIT = "read the audit trail"
    SECOND_EMERGENCY = "be the second person who approves emergency access"
    ADMINISTER = "see the health of the machine"
    OWN_ACCOUNT = "see and change one's own account"


_READING = frozenset({Action.READ, Action.KEEP_SEARCHES, Action.MAKE_BRIEFINGS, Action.OWN_ACCOUNT})
ACTIONS_BY_ROLE: dict[Role, frozenset[Action]] = {
    Role.READER: _READING,
    Role.DRAFTER: _READING,
    Role.REGISTRAR: _READING | {Action.REGISTER, Action.SECOND_EMERGENCY},
    Role.SECURITY_OFFICER: frozenset(
        {Action.MANAGE_ACCOUNTS, Action.READ_AUDIT, Action.OWN_ACCOUNT, Action.SECOND_EMERGENCY}
    ),
    Role.AUDITOR: frozenset({Action.READ_AUDIT, Action.OWN_ACCOUNT}),
    Role.ADMINISTRATOR: frozenset({Action.ADMINISTER, Action.OWN_ACCOUNT}),
}


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody, or the system, who asks. `account_id` is the public UUID of the account."""

    account_id: str
    name: str
    display_name: str
    role: Role
    clearance: Clearance
    is_anonymous: bool = False
    emergency: str = ""
    """The public id of the emergency under which the principal sees more now; empty for none."""
    at_terminal: str = ""
    """The user of the operating system who acts through a terminal; empty on pages and by itself."""

    def may(self, action: Action) -> bool:
        if self.is_anonymous:
            return action is Action.READ
        return action in ACTIONS_BY_ROLE[self.role]

    def may_read(self, label: AccessLabel) -> bool:
        return may_read(self.clearance, label)

    def require(self, action: Action) -> None:
        """Raise NotPermitted unless the role includes `action`."""
        if not self.may(action):
            raise NotPermitted(
                said(
                    "Your role, {role}, does not include: {action}.",
                    role=Wording(self.role.value),
                    action=Wording(action.value),
                )
            )
