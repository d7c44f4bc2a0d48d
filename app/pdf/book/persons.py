"""Names to raise: whose cases the texts raise, what was asked for each and where it stands; then who else is
named. Open `persons`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.asks import Ask, ledger_of
from app.domain.masking import public_persons
from app.domain.records import NamedPerson
from app.domain.views import RecordView
from app.domain.vocabularies import PersonRole
from app.domain.wording import Wording, said, said_many
from app.pdf.blocks import Block, Heading, Space
from app.pdf.book.plan import Book, Chapter
from app.pdf.citing import cited, reference
from app.pdf.reports.opening import note, nothing
from app.pdf.speech import listed, say
from app.pdf.tables import AUTO, Cell, Table, cell
from app.pdf.text import Para, inline, para
from app.pdf.typography import BODY, CODE, LABEL, NOTE, SMALL_HEADING, STRONG
from app.pdf.wording import capitalised, clipped

_Places = Sequence[tuple[RecordView, NamedPerson]]
_MOST_ASKS = 4
"""Demands for one person that the table names; the case sheet has them all."""
_ASK_LENGTH = 140


def persons(book: Book, _chapter: Chapter) -> list[Block]:
    """Everybody whom a text names publicly, with the texts that do: those whose cases are raised before
    those who stand by them, as counsel or kin."""
    named, hidden = _named(book)
    raised = [name for name in sorted(named) if _is_raised(named[name])]
    others = [name for name in sorted(named) if name not in raised]
    blocks: list[Block] = []
    if raised:
        blocks.append(_raised(raised, named, _asks_for(book)))
    elif named:
        blocks.append(nothing(said("No text here raises the case of somebody by name.")))
    else:
        blocks.append(nothing(said("No person is named publicly in these texts.")))
    if others:
        heading = para(say(said("Also named, and not to be raised as a case")), style=SMALL_HEADING)
        blocks += [Heading(heading, level=2, has_rule=False), _beside(others, named)]
    if hidden and book.briefing.masks_persons:
        words = said_many(
            "{number} name that is not public in its text stays in the register.",
            "{number:,} names that are not public in their texts stay in the register.",
            hidden,
        )
        blocks += [Space(3), note(words)]
    return blocks


def _named(book: Book) -> tuple[Mapping[str, _Places], int]:
    """Where each name stands, and how many are not public."""
    named: dict[str, list[tuple[RecordView, NamedPerson]]] = {}
    hidden = 0
    for view in book.dossier.records:
        public = public_persons(view.description)
        hidden += len(view.description.persons) - len(public)
        for person in public if book.briefing.masks_persons else view.description.persons:
            named.setdefault(person.name, []).append((view, person))
    return named, hidden


def _is_raised(places: _Places) -> bool:
    return any(person.role is PersonRole.SUBJECT for _, person in places)


def _asks_for(book: Book) -> Mapping[str, Sequence[Ask]]:
    """What was asked for each person by name, oldest first."""
    found: dict[str, list[Ask]] = {}
    for chain in ledger_of(book.dossier).chains:
        for ask in chain.asks:
            for name in ask.beneficiaries:
                found.setdefault(name, []).append(ask)
    return found


def _raised(
    names: Iterable[str], named: Mapping[str, _Places], asks: Mapping[str, Sequence[Ask]]
) -> Table:
    rows = tuple(
        (
            cell(*_name(name, named[name]), para(_occupation(named[name]), style=NOTE)),
            cell(*_asked(asks.get(name, ()))),
            _texts(named[name]),
        )
        for name in names
    )
    head = _head(said("Name"), said("What was asked for them"), said("Raised in"))
    return Table((150.0, AUTO, 110.0), rows, head=head, gap_pt=6.0)


def _beside(names: Iterable[str], named: Mapping[str, _Places]) -> Table:
    rows = tuple(
        (
            cell(*_name(name, named[name])),
            cell(para(_who(named[name]), style=BODY)),
            _texts(named[name]),
        )
        for name in names
    )
    head = _head(said("Name"), said("Who this is"), said("Named in"))
    return Table((150.0, AUTO, 110.0), rows, head=head, gap_pt=6.0)


def _name(name: str, places: _Places) -> list[Para]:
    others = dict.fromkeys(one for _, person in places for one in person.other_names if one != name)
    lines = [para(name, style=STRONG)]
    return [*lines, para(listed(others), style=NOTE)] if others else lines


def _occupation(places: _Places) -> str:
    found = dict.fromkeys(
        str(person.occupation) for _, person in places if isinstance(person.occupation, str)
    )
    return capitalised("; ".join(found))


def _who(places: _Places) -> str:
    """`Counsel; lawyer of Xie Yang`: the part in the text, then what the record says of the person."""
    found: dict[str, None] = {}
    for _, person in places:
        found[say(person.role.label)] = None
        for words in (person.occupation, person.note):
            if isinstance(words, str) and words.strip():
                found[words.strip()] = None
    return capitalised("; ".join(found))


def _asked(asks: Sequence[Ask]) -> list[Para]:
    """Each demand with where it stands and its citation; that nothing was asked is said."""
    if not asks:
        return [para(say(said("Nothing for this person alone.")), style=NOTE)]
    lines = []
    for ask in asks[:_MOST_ASKS]:
        words = say(
            said(
                "{ask}: {status}. ",
                ask=clipped(ask.text.rstrip("."), _ASK_LENGTH),
                status=ask.demand.status.label,
            )
        )
        place = say(said("demand {number}", number=ask.number))
        lines.append(
            para(inline(words, BODY), *cited(ask.view, place, ask.demand.evidence), style=BODY)
        )
    if len(asks) > _MOST_ASKS:
        more = said("And {number:,} more.", number=len(asks) - _MOST_ASKS)
        lines.append(para(say(more), style=NOTE))
    return lines


def _texts(places: _Places) -> Cell:
    pieces = []
    for at, (view, _) in enumerate(places):
        pieces += [inline(" ", CODE)] if at else []
        pieces.append(reference(view))
    return cell(para(*pieces, style=CODE))


def _head(*labels: Wording) -> tuple[Cell, ...]:
    return tuple(cell(para(say(one), style=LABEL)) for one in labels)
