"""A city as its pages and commands see it: its counties, each read by itself."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from govsvc.city import month as months_of
from govsvc.city.month import CityMonth, CountyMonth, States
from govsvc.city.recount import Counts, CountyCounts, NamedRow, Recount
from govsvc.domain.county_directory import County
from govsvc.domain.errors import NotAllowed, StoreError
from govsvc.domain.indicators import ProblemList, Rules
from govsvc.security import Actor, Right
from govsvc.store import Store
from govsvc.store.counties import CountyReads, read_each

T = TypeVar("T")
#: what a city is called that has no name
_CITY = "全市"


class City:
    """The counties in the directory that `store` keeps, and its rules.

    Whatever reads counties gives a StoreError in place of what one of them cannot be asked.
    """

    def __init__(self, store: Store):
        self.directory = store.settings.counties()
        self.name = store.settings.home() or _CITY
        self._rules_of = store.settings.rules_of()
        self._versions = store.settings.rule_versions()
        self._address = store.address

    def rules(self, month: date) -> tuple[Rules, str]:
        """(the city's rules of the month, what they are called)."""
        rules = self._rules_of(month)
        named = [one.name for one in self._versions if one.from_month <= month]
        return rules, named[-1] if named else "省定口径"

    def versions(self) -> list[int | StoreError]:
        """The data version of each county, which every commit raises."""
        return self._read(self.directory.counties, CountyReads.version)

    def states(self) -> list[States]:
        """What each county has, in the order of the directory."""
        return self._read(self.directory.counties, CountyReads.month_states)

    def month(self, month: date, known: Sequence[States], with_open: bool = False) -> CityMonth:
        """All counties in the month, those that have closed it counted by the city's rules.

        `known`: what `states` gave. `with_open`: those that have not closed it are counted, too.
        """
        rules, rules_name = self.rules(month)
        wanted = [
            county
            for county, state in zip(self.directory.counties, known)
            if months_of.is_counted(state, month, with_open)
        ]
        recount = Recount(rules)
        counts = dict(zip(wanted, self._read(wanted, partial(recount.counts, month=month))))
        return CityMonth(
            self.name,
            month,
            rules,
            rules_name,
            tuple(
                _county_month(county, counts.get(county), state, month)
                for county, state in zip(self.directory.counties, known)
            ),
        )

    def townships(self, month: CityMonth) -> dict[str, dict[str, dict[str, Counts]]]:
        """County → township → indicator key → counts, of the stations of the counted counties."""
        return self._of_counted(month, partial(Recount(month.rules).townships, month=month.month))

    def rules_of_counties(self, month: CityMonth) -> dict[str, Rules]:
        """County → the rules by which it counts the month itself, of the counted counties."""
        return self._of_counted(month, lambda county: county.rules(month.month))

    def visible(self, actor: Actor) -> list[County]:
        """The counties whose rows the actor may see."""
        return [one for one in self.directory.counties if _may_see(actor, one)]

    def rows(
        self, actor: Actor, month: CityMonth, problem_list: ProblemList, counties: Sequence[str]
    ) -> dict[str, list[NamedRow]]:
        """County → its rows on the list by the city's rules, of those of `counties` that are
        counted. Raises NotAllowed where the actor may not see the rows of one of them.
        """
        for county in map(self.directory.named, counties):
            if not _may_see(actor, county):
                raise NotAllowed(
                    f"没有权限：查看{county.name}的清单需要管理员在全市名单里允许。",
                    actor.way_out,
                )
        return self._of_counted(
            month,
            partial(Recount(month.rules).rows, problem_list=problem_list, month=month.month),
            counties,
        )

    def _of_counted(
        self,
        month: CityMonth,
        read: Callable[[CountyReads], T],
        counties: Sequence[str] | None = None,
    ) -> dict[str, T]:
        wanted = [
            one.county for one in month.counted if counties is None or one.county.name in counties
        ]
        found = zip(wanted, self._read(wanted, read))
        return {one.name: answer for one, answer in found if not isinstance(answer, StoreError)}

    def _read(
        self, counties: Sequence[County], read: Callable[[CountyReads], T]
    ) -> list[T | StoreError]:
        return read_each([one.located(self._address) for one in counties], read)


def _county_month(
    county: County,
    counts: CountyCounts | StoreError | None,
    state: States,
    month: date,
) -> CountyMonth:
    trouble = next((one for one in (state, counts) if isinstance(one, StoreError)), None)
    if trouble is not None or isinstance(counts, StoreError):
        return CountyMonth(county, months_of.UNREADABLE, None, trouble.title if trouble else "")
    return CountyMonth(county, months_of.standing(state, month), counts)


def _may_see(actor: Actor, county: County) -> bool:
    """Whether somebody may see the rows of the county: the city's administrators, and the accounts
    that the directory names for it.
    """
    return actor.may(Right.MANAGE) or (bool(actor.account) and actor.account in county.viewers)


def by_name(rows: Mapping[str, Sequence[NamedRow]]) -> list[tuple[str, list[str]]]:
    """(what is missing, the counties in which it is): what is missing in most counties first."""
    counties: dict[str, list[str]] = {}
    for county, found in rows.items():
        for name in dict.fromkeys(row.name for row in found):
            counties.setdefault(name, []).append(county)
    return sorted(counties.items(), key=lambda one: (-len(one[1]), one[0]))
