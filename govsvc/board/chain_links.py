"""链上有断点: things one of whose member items is not online, not in the hall, not authorised, out
of use or no longer in the list of items.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from govsvc.assessment.chain_matching import Matched
from govsvc.assessment.item_matching import SEVERAL_ITEMS
from govsvc.domain.chains import Chain, Member, is_outside
from govsvc.domain.chains.links import GONE, NOT_IN_USE, NOT_MATCHED, SEVERAL, Link
from govsvc.domain.entries import COUNTED, Entry
from govsvc.domain.indicators import ProblemList
from govsvc.domain.rows import ListRow
from govsvc.sheets.cells import answers


@dataclass(frozen=True)
class Links:
    """The member items of all things of a month beside its list of items.

    `has_items`: whether the month has one. `breaks`: 断点; `unmatched`: members that nobody has
    found, and no month before had. `outside`: members of banks and companies. `matched`: (thing,
    items found) of each member.
    """

    has_items: bool
    breaks: Sequence[Link] = ()
    unmatched: Sequence[Link] = ()
    outside: int = 0
    matched: Sequence[tuple[Chain, Matched]] = ()

    @cached_property
    def chains(self) -> list[Chain]:
        """The things with a break, each once."""
        return list({one.chain.key: one.chain for one in self.breaks}.values())

    @property
    def sentence(self) -> str:
        """链上有断点2个（3个关联事项）, with how many 处 where those are more than both; "" where
        there is nothing to look at.
        """
        if not self.has_items:
            return "" if not self.matched else "本月没有事项清单，不能核对链上断点"
        items = {(one.member.name, one.unit) for one in self.breaks}
        is_several = len(self.breaks) > max(len(items), len(self.chains))
        times = f"，{len(self.breaks)}处" if is_several else ""
        in_brackets = f"（{len(items)}个关联事项{times}）" if items else ""
        return f"链上有断点{len(self.chains)}个{in_brackets}"


def links_of(
    matched: Mapping[str, Sequence[Matched]],
    chains: Sequence[Chain],
    listed: Mapping[ProblemList, Mapping[str, ListRow]],
    seen_before: Mapping[Member, bool],
    unit_of: Mapping[str, str],
) -> Links:
    """`listed`: list → key of an item → its row. `seen_before`: members that the list of an earlier
    month had. `unit_of`: a body's name → the department that it is, "" where it is none.
    """
    breaks: list[Link] = []
    unmatched: list[Link] = []
    outside = 0
    together = [(chain, one) for chain in chains for one in matched[chain.key]]
    for chain, one in together:
        if one.items:
            breaks += _of_items(chain, one, listed)
        elif _is_outside(one.member, unit_of):
            outside += 1
        else:
            said = unit_of.get(one.member.unit, "") or unit_of.get(chain.unit, "") or chain.unit
            is_gone = seen_before.get(one.member, False)
            reason = GONE if is_gone else SEVERAL if one.why == SEVERAL_ITEMS else NOT_MATCHED
            (breaks if is_gone else unmatched).append(Link(chain, one.member, reason, said))
    return Links(True, breaks, unmatched, outside, together)


def _is_outside(member: Member, unit_of: Mapping[str, str]) -> bool:
    if not member.unit:
        return is_outside(member.name)
    return not unit_of.get(member.unit) and is_outside(member.unit)


def _of_items(
    chain: Chain, one: Matched, listed: Mapping[ProblemList, Mapping[str, ListRow]]
) -> list[Link]:
    found = []
    for item in one.items:
        if is_out_of_use(item):
            found.append(Link(chain, one.member, NOT_IN_USE, item.unit))
        found += [
            Link(chain, one.member, problem_list.name, item.unit, problem_list, rows[item.key])
            for problem_list, rows in listed.items()
            if item.key in rows
        ]
    return found


def is_out_of_use(item: Entry) -> bool:
    """Whether the list of items has the item, and as one that is not in use any more."""
    said = answers.read_usage(item.attributes.get("status", ""))
    return item.status != COUNTED and said.answer == answers.NOT_IN_USE
