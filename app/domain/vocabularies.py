"""Closed vocabularies (domain model, section 4). Values are stored; labels are shown.

Each member's value is the stored code; `.label` is the English wording. Adding a member is a
change of the reference (`docs/reference/vocabularies.md`); removing one needs a migration.
"""

from __future__ import annotations

from enum import Enum

from app.domain.wording import Wording


class Term(Enum):
    """A vocabulary member: `value` is its code, `label` its wording (`wording.py`)."""

    @property
    def label(self) -> Wording:
        text: str = self.value
        return Wording(_WORDING.get(text, text.replace("_", " ")))


class RecordKind(Term):
    JOINT_LETTER = "joint_letter"
    JOINT_STATEMENT_ORAL = "joint_statement_oral"
    JOINT_STATEMENT_WRITTEN = "joint_statement_written"
    JOINT_DECLARATION = "joint_declaration"
    TREATY_DECLARATION = "treaty_declaration"
    COLLECTIVE_NOTE = "collective_note"
    NOTE_VERBALE = "note_verbale"
    DEMARCHE_RECORD = "demarche_record"
    AIDE_MEMOIRE = "aide_memoire"
    NON_PAPER = "non_paper"
    COMMUNIQUE = "communique"
    DECLARATION_ON_BEHALF_OF_BLOC = "declaration_on_behalf_of_bloc"
    ALIGNMENT_DECLARATION = "alignment_declaration"
    CIRCULATED_UN_LETTER = "circulated_un_letter"
    OPEN_LETTER = "open_letter"
    COUNTER_LETTER = "counter_letter"
    REPLY = "reply"
    PRESS_LINE = "press_line"
    SOURCE_ARTICLE = "source_article"
    LETTER = "letter"
    NOTE = "note"
    TELEGRAM = "telegram"
    MEMORANDUM = "memorandum"
    TREATY = "treaty"
    SPEECH = "speech"
    DOCUMENT = "document"


class Channel(Term):
    MISSION_TO_MINISTRY = "mission_to_ministry"
    CAPITAL_TO_CAPITAL = "capital_to_capital"
    UN_ORGAN = "un_organ"
    REGIONAL_ORGAN = "regional_organ"
    MULTILATERAL = "multilateral"
    PUBLIC = "public"
    INTERMEDIARY = "intermediary"


class Publicity(Term):
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"
    PUBLIC = "public"


class Disclosure(Term):
    NOT_DISCLOSED = "not_disclosed"
    BY_ORIGINATORS = "by_originators"
    BY_RECIPIENT = "by_recipient"
    LEAKED_FULL = "leaked_full"
    LEAKED_PARTIAL = "leaked_partial"
    DECLASSIFIED = "declassified"


class Holding(Term):
    ORIGINAL = "original"
    CERTIFIED_COPY = "certified_copy"
    COPY = "copy"
    TRANSCRIPTION = "transcription"
    SECONDARY_SOURCE_ONLY = "secondary_source_only"
    METADATA_ONLY = "metadata_only"


WITHOUT_A_COPY = frozenset({Holding.SECONDARY_SOURCE_ONLY, Holding.METADATA_ONLY})
"""Where the register has no copy of the letter itself."""


class DateBasis(Term):
    STATED = "stated"
    REPORTED_BY_SOURCE = "reported_by_source"
    INFERRED = "inferred"
    EXTERNAL = "external"


class Rank(Term):
    """Heads of mission by VCDR 1961, articles 14 and 19, and the offices above them."""

    AMBASSADOR = "ambassador"
    NUNCIO = "nuncio"
    ENVOY = "envoy"
    CHARGE_DAFFAIRES = "charge_daffaires"
    CHARGE_DAFFAIRES_AD_INTERIM = "charge_daffaires_ad_interim"
    HEAD_OF_MISSION = "head_of_mission"
    """Of a class that is not said: VCDR, articles 1 (a) and 14."""
    PERMANENT_REPRESENTATIVE = "permanent_representative"
    HIGH_COMMISSIONER = "high_commissioner"
    EU_HEAD_OF_DELEGATION = "eu_head_of_delegation"
    HEAD_OF_DELEGATION = "head_of_delegation"
    REPRESENTATIVE = "representative"
    PLENIPOTENTIARY = "plenipotentiary"
    MINISTER = "minister"
    COMMISSIONER = "commissioner"
    CHIEF_OF_DEFENCE = "chief_of_defence"
    HEAD_OF_GOVERNMENT = "head_of_government"
    HEAD_OF_STATE = "head_of_state"
    OTHER = "other"


class Capacity(Term):
    STATE = "state"
    ORGANISATION = "organisation"
    PERSONAL = "personal"


class SignatureStatus(Term):
    SIGNED = "signed"
    JOINED_LATER = "joined_later"
    ALIGNED = "aligned"
    CO_SPONSOR = "co_sponsor"
    SUPPORTS_ORALLY = "supports_orally"
    READ_OUT = "read_out"
    WITHDREW = "withdrew"
    DECLINED = "declined"
    NOT_APPROACHED = "not_approached"
    BLOCKED_OTHERS = "blocked_others"
    NOT_KNOWN = "not_known"

    @property
    def stands(self) -> bool:
        """Whether a party of this status is among those who made the text their own."""
        return self in _STANDING


class AddresseeRole(Term):
    TO = "to"
    CC = "cc"
    THROUGH = "through"


class DemandClass(Term):
    INVESTIGATE = "investigate"
    RELEASE = "release"
    END_PRACTICE = "end_practice"
    CHANGE_LAW = "change_law"
    GIVE_ACCESS = "give_access"
    INFORM = "inform"
    CONSULT = "consult"
    RATIFY = "ratify"
    REFRAIN = "refrain"
    OTHER = "other"


class DemandStrength(Term):
    INVITES = "invites"
    ENCOURAGES = "encourages"
    REQUESTS = "requests"
    URGES = "urges"
    CALLS_ON = "calls_on"
    INSISTS = "insists"
    DEMANDS = "demands"


class ConcernStep(Term):
    NOTES = "notes"
    CONCERN = "concern"
    GROWING_CONCERN = "growing_concern"
    DEEP_CONCERN = "deep_concern"
    DEPLORES = "deplores"
    CONDEMNS = "condemns"


class OutcomeStatus(Term):
    OPEN = "open"
    UNKNOWN = "unknown"
    PARTLY_MET = "partly_met"
    MET = "met"
    REFUSED = "refused"
    FORMALLY_MET_SUBSTITUTED = "formally_met_substituted"
    SUPERSEDED = "superseded"


class ResponseKind(Term):
    NONE_TO_LETTER = "none_to_letter"
    NO_COMMENT_TO_MEDIA = "no_comment_to_media"
    ACKNOWLEDGEMENT = "acknowledgement"
    SUBSTANTIVE_REPLY = "substantive_reply"
    REJECTION = "rejection"
    REBUTTAL_STATE_MEDIA = "rebuttal_state_media"
    COUNTER_LETTER = "counter_letter"
    SUMMONS = "summons"
    CONSULTATION_OFFERED = "consultation_offered"
    LEGAL_CHANGE = "legal_change"
    RELEASE = "release"
    ECONOMIC_MEASURE = "economic_measure"
    PRESS_LINE = "press_line"
    OTHER = "other"


class Causality(Term):
    TEMPORAL_ONLY = "temporal_only"
    ASSERTED_BY_THIRD_PARTY = "asserted_by_third_party"
    ASSERTED_BY_RESPONDENT = "asserted_by_respondent"
    DOCUMENTED = "documented"


class RelationKind(Term):
    """Read from the record that carries it: this record is `precursor_of` the other."""

    PRECURSOR_OF = "precursor_of"
    PARALLEL_TO = "parallel_to"
    REPLIES_TO = "replies_to"
    COUNTERS = "counters"
    REITERATES = "reiterates"
    DRAWS_LANGUAGE_FROM = "draws_language_from"
    ALIGNS_WITH = "aligns_with"
    IMPLEMENTS = "implements"
    CORRECTS = "corrects"
    TRANSLATES = "translates"
    REPORTS_ON = "reports_on"
    DISCLOSES = "discloses"

    @property
    def inverse_label(self) -> Wording:
        """How the same relation reads from the other side."""
        return Wording(INVERSE[self.value])


class PersonRole(Term):
    SUBJECT = "subject"
    FAMILY = "family"
    COUNSEL = "counsel"
    WITNESS = "witness"
    PERPETRATOR_ALLEGED = "perpetrator_alleged"
    SENDER = "sender"
    SIGNER = "signer"
    """Signed for nobody but the office that sends: a telegram's or a memorandum's author."""
    MENTIONED = "mentioned"


class AbsenceKind(Term):
    REPORTED_BLOCK = "reported_block"
    REPORTED_DECLINED = "reported_declined"
    REPORTED_ABSENT = "reported_absent"
    SELF_DECLARED = "self_declared"


class FileRole(Term):
    ORIGINAL = "original"
    COPY = "copy"
    TRANSLATION = "translation"
    SOURCE = "source"
    ANNEX = "annex"


class RecordState(Term):
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"
    DISPOSED = "disposed"


_STANDING = frozenset(
    {
        SignatureStatus.SIGNED,
        SignatureStatus.JOINED_LATER,
        SignatureStatus.ALIGNED,
        SignatureStatus.CO_SPONSOR,
        SignatureStatus.READ_OUT,
    }
)
_WORDING = {
    "joint_statement_oral": "joint statement",
    "joint_statement_written": "joint statement, written",
    "demarche_record": "record of a demarche",
    "aide_memoire": "aide-memoire",
    "non_paper": "non-paper",
    "counter_letter": "counter-letter",
    "circulated_un_letter": "letter circulated by the UN",
    "un_organ": "United Nations organ",
    "leaked_full": "leaked in full",
    "leaked_partial": "leaked in part",
    "reported_by_source": "as reported by the source",
    "stated": "as stated in the text",
    "external": "from another source",
    "co_sponsor": "co-sponsor",
    "charge_daffaires": "chargé d'affaires",
    "charge_daffaires_ad_interim": "chargé d'affaires ad interim",
    "eu_head_of_delegation": "head of EU delegation",
    "perpetrator_alleged": "alleged perpetrator",
    "formally_met_substituted": "met in form, substituted",
    "calls_on": "calls on",
    "none_to_letter": "no reply to the letter",
    "no_comment_to_media": "no comment to the press",
    "rebuttal_state_media": "rebuttal in state media",
    "temporal_only": "later in time only",
    "reported_block": "reported to have blocked",
    "reported_declined": "reported to have declined",
    "reported_absent": "reported absent",
    "self_declared": "declared by itself",
    "read_out": "read it out",
    "joint_note": "joint note",
    "disposed": "disposed of",
}
INVERSE = {
    "precursor_of": "has precursor",
    "parallel_to": "parallel to",
    "replies_to": "answered by",
    "counters": "countered by",
    "reiterates": "reiterated by",
    "draws_language_from": "lends language to",
    "aligns_with": "aligned with by",
    "implements": "implemented by",
    "corrects": "corrected by",
    "translates": "translated by",
    "reports_on": "reported on by",
    "discloses": "disclosed by",
}
