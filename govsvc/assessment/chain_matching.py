"""Member items of 一件事 and the items of a month's list: by code, else by department and name."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from govsvc.assessment.item_matching import NO_ITEM, SEVERAL_ITEMS, pairs
from govsvc.domain.chains import Chain, Member
from govsvc.domain.entries import COUNTED, Entries, Entry
from govsvc.domain.indicators import ITEMS

#: characters of an 实施编码; a 业务办理项编码 has more, a 基本编码 12
_IMPLEMENTATION, _BASIC = 31, 12
#: so many parts of a name may have been taken for items of their own
_MOST_PARTS = 4
_BETWEEN = "、"


@dataclass(frozen=True, slots=True)
class Matched:
    """A member and the items that it is: none where it is in no list, several under one code.

    `why`: `NO_ITEM` or `SEVERAL_ITEMS` where there is none.
    """

    member: Member
    items: tuple[Entry, ...] = ()
    why: str = ""


def match(
    chains: Sequence[Chain], items: Entries, unit_of: Callable[[str], str]
) -> dict[str, tuple[Matched, ...]]:
    """Key of a thing → its members with their items. `unit_of`: a department's name as the rows
    have it, "" where it is none.

    An item that another department has than the list says is found where its name is the only one.
    """
    names = frozenset(items.values("name"))
    members = {chain.key: settled(chain.members, names) for chain in chains}
    counted = items.where(items.mask("status", COUNTED))
    others = items.where(~items.mask("status", COUNTED))
    wanted = list(dict.fromkeys(one for of_chain in members.values() for one in of_chain))
    found: dict[Member, Matched] = {}
    for table in (counted, others):
        left = [one for one in wanted if one not in found or found[one].why == NO_ITEM]
        found |= _matched(table, left, unit_of)
        left = [one for one in left if not found[one].items and one.unit and one.name]
        anywhere = _matched(table, [replace(one, unit="") for one in left], unit_of)
        found |= {
            one: replace(known, member=one)
            for one in left
            if (known := anywhere[replace(one, unit="")]).items
        }
    return {
        chain.key: tuple(
            _of_partners(chain, found[one], items, unit_of) for one in members[chain.key]
        )
        for chain in chains
    }


def settled(members: Sequence[Member], names: Collection[str]) -> list[Member]:
    """The members with names as the list of items has them: 食品、药品经营许可 was no two items,
    and 刻章、户口登记 was no one.
    """
    settled_: list[Member] = []
    place = 0
    while place < len(members):
        one, size = members[place], 1
        if not one.code and one.name not in names:
            one, size = _joined(members[place:], names)
        parts = [part.strip() for part in one.name.split(_BETWEEN)]
        if one.name not in names and not one.code and any(part in names for part in parts):
            settled_ += [replace(one, name=part) for part in parts if part]
        else:
            settled_.append(one)
        place += size
    return list(dict.fromkeys(settled_))


def _joined(members: Sequence[Member], names: Collection[str]) -> tuple[Member, int]:
    """(the member that the first few together are, how many these are)."""
    first = members[0]
    for size in range(min(_MOST_PARTS, len(members)), 1, -1):
        parts = members[:size]
        name = _BETWEEN.join(part.name for part in parts)
        if name in names and not any(part.code for part in parts):
            return replace(first, name=name), size
    return first, 1


def _matched(
    items: Entries, members: Sequence[Member], unit_of: Callable[[str], str]
) -> dict[Member, Matched]:
    if not members:
        return {}
    rows = Entries.of(_row(place, one, unit_of) for place, one in enumerate(members))
    item_positions, row_positions, unmatched = pairs(items, rows)
    of_row: dict[int, list[Entry]] = defaultdict(list)
    for item, row in sorted(zip(item_positions.tolist(), row_positions.tolist())):
        of_row[row].append(items[item])
    why = {int(row.key): reason for row, reason in unmatched}
    return {
        one: Matched(one, tuple(of_row.get(place, ())), "" if place in of_row else why[place])
        for place, one in enumerate(members)
    }


def _row(place: int, member: Member, unit_of: Callable[[str], str]) -> Entry:
    unit = unit_of(member.unit) if member.unit else ""
    return Entry(ITEMS, date.min, unit, f"{place}", member.name, codes_of(member.code), {})


def codes_of(code: str) -> dict[str, str]:
    """The code as attributes of a row, by the kind of code that it is."""
    if len(code) == _IMPLEMENTATION:
        return {"implementation_code": code}
    return {"business_code" if len(code) > _IMPLEMENTATION else "item_code": code} if code else {}


def _of_partners(
    chain: Chain, found: Matched, items: Entries, unit_of: Callable[[str], str]
) -> Matched:
    """Of several items of one name the one that a department of the thing has."""
    if found.why != SEVERAL_ITEMS:
        return found
    bodies = {unit_of(name) for name in (chain.unit, *chain.partners)} - {""}
    same = items.where(items.mask("name", found.member.name) & items.mask("unit", *bodies))
    return Matched(found.member, tuple(same)) if len(same) == 1 else found


def looks_like(members: Iterable[Member]) -> Mapping[Member, Entry]:
    """Each member as a row of a list, to look for it in other months."""
    return {
        one: Entry(
            ITEMS, date.min, one.unit, one.code or one.name, one.name, codes_of(one.code), {}
        )
        for one in members
    }
