"""The demo archive and its eight accounts, loaded as often as one likes.

What is there already stays as it is: records are found by their source keys, accounts by their names.
Passwords are made here and returned once. The letters are in `importers/demonstration/`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.db.authorities import authorities
from app.domain.access import Clearance
from app.domain.principals import Principal, Role
from app.domain.records import Draft, FileDraft, PartyCode, RecordId
from app.domain.retention import RetentionRule, SeriesDraft
from app.domain.retention_terms import DisposalAction, RetentionTrigger
from app.domain.vocabularies import FileRole
from app.domain.wording import said
from app.importers.demonstration.founding import FOUNDING_ID
from app.importers.demonstration.series import demonstration_drafts, founding_source_note
from app.services import accounts, records, registration, series
from app.services.accounts import AccountDraft, NewAccount
from app.services.importing import importing_principal
from app.services.registration import Outcome
from app.services.work import Work

REASON = said("Demo archive loaded")
_SOURCE_NOTE_NAME = "source-article-note.txt"
_SOURCE_NOTE_REMARK = "Our own account of the source article; the article itself: quote only"


@dataclass(frozen=True, slots=True)
class LoadedDemo:
    """What this loading added. `accounts` is empty when all were there."""

    records: int
    accounts: tuple[NewAccount, ...]


def load(work: Work) -> LoadedDemo:
    """Stage the seventy letters and the accounts that are missing; the caller commits.

    Raises InvalidInput when the label scheme lacks a level or compartment that the demo uses.
    """
    parties = authorities(work.session).parties
    drafts = [_with_file(one, work) for one in demonstration_drafts(parties, work.labels)]
    principal = importing_principal(work.labels)
    done = registration.register_many(principal, work, drafts, reason=REASON)
    _file(principal, work, [one.id for one in done if one.outcome is Outcome.NEW])
    added = sum(one.outcome is Outcome.NEW for one in done)
    return LoadedDemo(added, _create_missing_accounts(work))


def _file(principal: Principal, work: Work, fresh: Sequence[RecordId]) -> None:
    """Put new letters into two example series: permanent, and so long that none is due in decades."""
    known = {one.series.code: one.series.id for one in series.list_series(principal, work)}
    for draft in _SERIES:
        if draft.code not in known:
            known[draft.code] = series.create(principal, work, draft, REASON)
    for record_id in fresh:
        targets = records.read_record(principal, work, record_id).description.targets
        code = _CHINA if PartyCode("CHN") in targets else _OTHERS
        series.put(principal, work, record_id, known[code], REASON)


_CHINA, _OTHERS = "HR/CHN", "JT/OTHER"
_AUTHORITY = "Example of the demo archive, no real schedule"
_SERIES = (
    SeriesDraft(
        _CHINA,
        "Human rights, China",
        RetentionRule(None, RetentionTrigger.DATED, DisposalAction.REVIEW, _AUTHORITY),
    ),
    SeriesDraft(
        _OTHERS,
        "Other joint letters and statements",
        RetentionRule(60, RetentionTrigger.REGISTERED, DisposalAction.REVIEW, _AUTHORITY),
    ),
)


def _with_file(draft: Draft, work: Work) -> Draft:
    """The founding letter comes with a file, so that there is one to take away."""
    if draft.source_key is None or draft.source_key.identifier != FOUNDING_ID:
        return draft
    note = founding_source_note()
    stored = work.originals.put(io.BytesIO(note), len(note))
    file = FileDraft(
        stored.sha256,
        stored.size_bytes,
        "text/plain",
        _SOURCE_NOTE_NAME,
        FileRole.SOURCE,
        "en",
        _SOURCE_NOTE_REMARK,
    )
    return replace(draft, files=(file,))


def _create_missing_accounts(work: Work) -> tuple[NewAccount, ...]:
    operator = accounts.operator_principal(work.labels)
    existing = {one.name for one in accounts.list_accounts(operator, work)}
    return tuple(
        accounts.create_with_password(operator, work, draft)
        for draft in _account_drafts(work)
        if draft.name not in existing
    )


def _account_drafts(work: Work) -> tuple[AccountDraft, ...]:
    """A useful choice of role, clearance, compartments and party. The service is Sweden's here.

    Two registrars: what admits more readers, and an export of many texts, needs a second one.
    """

    def account(
        name: str, shown: str, role: Role, level: str, compartments: str = "", party: str = ""
    ) -> AccountDraft:
        clearance = Clearance(
            work.labels.level(level), frozenset(compartments.split()), party or None
        )
        return AccountDraft(name, shown, role, clearance)

    everything = " ".join(sorted(work.labels.compartments))
    return (
        account("a.linden", "A. Linden", Role.READER, "Restricted", "HR-CHN", "SWE"),
        account("r.okafor", "R. Okafor", Role.REGISTRAR, "Secret", everything, "SWE"),
        account("m.duarte", "M. Duarte", Role.REGISTRAR, "Confidential", "EU-COORD HR-CHN", "SWE"),
        account("j.novak", "J. Novak", Role.READER, "Public"),
        account("c.tremblay", "C. Tremblay", Role.READER, "Official", party="CAN"),
        account("s.haddad", "S. Haddad", Role.SECURITY_OFFICER, "Public"),
        account("t.weber", "T. Weber", Role.AUDITOR, "Public"),
        account("k.mensah", "K. Mensah", Role.ADMINISTRATOR, "Public"),
    )
