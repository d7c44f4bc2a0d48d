"""Names inside sentences: articles before countries, offices with their party, who is said to say so.

The same words stand on pages, on paper and in lists, so they are made here once. English, like
every wording of the vocabularies.
"""

from __future__ import annotations

import re

from app.domain.wording import joined, said

_WITH_ARTICLE = re.compile(
    r"(?:United (?!Nations High)|Democratic (?:Rep|People)|(?:Central African|Czech|Dominican) Rep"
    r"|Republic of |Holy See|Free (?:City|French)|OSCE |UN |Flemish |French Community"
    r"|British |Community of )|.*(?: Union| Empire| Islands| Communities| Organization for .*)\Z"
)
_ARTICLE_NAMES = frozenset(
    {"Bahamas", "Comoros", "Gambia", "Maldives", "Netherlands", "Philippines", "Seychelles"}
)
_OFFICES_OF_A_STATE = re.compile(
    r"(?:Government|Central authorities|Ministry\b.*|Minister\b.*|Prime Minister|Parliament"
    r"|Plenipotentiary|Ambassador)\Z"
)
_FIRST_WORDS = frozenset({"A", "An", "Several", "Some", "One", "Two", "Three", "Various"})


def in_a_sentence(name: str) -> str:
    """`the United States`, `the European Union`, `Canada`."""
    takes_article = name in _ARTICLE_NAMES or _WITH_ARTICLE.match(name)
    return said("the {name}", name=name) if takes_article else name


def office_of(office: str, party: str) -> str:
    """`Government of China`; `Sublime Porte, Ottoman Empire` where the office has a name of its own."""
    if not party or party in office:
        return office
    if _OFFICES_OF_A_STATE.match(office):
        return said("{office} of {party}", office=office, party=in_a_sentence(party))
    return joined((office, party), ", ")


def addressed(*, person: str, office: str, organ: str, party: str) -> str:
    """`Guo Shengkun, Minister of Public Security, China`; empty when nothing is known.

    An office such as "Minister of Public Security" already names its organ.
    """
    where = office or organ
    if not person:
        return office_of(where, party) if where else party
    return joined((person, where, party), ", ")


def unnamed(group: str, *, is_withheld: bool = False) -> str:
    """A party that no source names, or whose name is withheld: `EU member (not named)`."""
    if is_withheld:
        return (
            said("{group} member (withheld)", group=group) if group else said("A party (withheld)")
        )
    return said("{group} member (not named)", group=group) if group else said("A party (not named)")


def many_of(noun: str) -> str:
    """The plural of an English noun of our vocabularies: `chargés d'affaires`, `plenipotentiaries`."""
    head, *rest = re.split(r"(?= d'| of | ad interim| in )", noun, maxsplit=1)
    if re.search(r"[^aeiou]y\Z", head):
        head = f"{head[:-1]}ies"
    elif re.search(r"(?:s|x|z|ch|sh)\Z", head):
        head = f"{head}es"
    else:
        head = f"{head}s"
    return head + "".join(rest)


def within_a_sentence(source: str) -> str:
    """A source as it stands after "said by": `several diplomats`, but `The Globe and Mail`."""
    first, _, rest = source.partition(" ")
    is_common = first in _FIRST_WORDS or (first == "The" and rest[:1].islower())
    return source[:1].lower() + source[1:] if is_common else source
