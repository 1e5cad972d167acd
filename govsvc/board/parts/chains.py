"""`board.chains`: 一件事 by month and from January on, and their items beside the item list."""

from collections.abc import Mapping
from datetime import date

from govsvc.assessment import chain_matching
from govsvc.assessment.chain_matching import Matched
from govsvc.assessment.item_matching import NO_ITEM
from govsvc.assessment.problems import CODES
from govsvc.board.chain_links import Links, links_of
from govsvc.board.chain_period import Bodies, ChainPeriod
from govsvc.board.parts.rules import RulesByMonth
from govsvc.board.version_data import VersionData
from govsvc.domain import departments, indicators
from govsvc.domain.chains import (
    CANCELLED,
    REDUCTION,
    Chain,
    ChainCases,
    Member,
    cases_of,
    chain_of,
    is_outside,
)
from govsvc.domain.chains.links import Link
from govsvc.domain.entries import COUNTED, Entries, Entry
from govsvc.domain.indicators import CHAIN_CASES, CHAINS, ITEMS, ProblemList
from govsvc.domain.months import month_before, months_between
from govsvc.domain.roster import DEPARTMENT
from govsvc.domain.rows import ListRow


class Chains:
    """The list in force in a month is the latest up to it; cases are of their own months."""

    def __init__(self, data: VersionData, rules: RulesByMonth):
        self._data, self._rules = data, rules
        # what was read once
        self._lists: dict[date, list[Entry]] = {}
        self._cases_of: dict[date, list[ChainCases]] = {}
        self._periods: dict[tuple[date, bool], ChainPeriod] = {}
        self._links: dict[date, Links] = {}
        self._unit_names: dict[date, dict[str, str]] = {}

    def months(self) -> list[date]:
        """The months with a list or with cases of their own, the latest first."""
        by_kind = self._data.months_by_kind
        return sorted({*by_kind.get(CHAINS, ()), *by_kind.get(CHAIN_CASES, ())}, reverse=True)

    def listed_in(self, month: date) -> date | None:
        """The month of the list that is in force; None where none is."""
        months = self._data.months_by_kind.get(CHAINS, ())
        return max((known for known in months if known <= month), default=None)

    def period(self, month: date, is_cumulative: bool = False) -> ChainPeriod:
        """The month, or January to the month, with the list of the month."""
        key = month, is_cumulative
        if key not in self._periods:
            self._periods[key] = self._period(month, is_cumulative)
        return self._periods[key]

    def links(self, month: date) -> Links:
        """The member items of the things of the month beside its item list."""
        if month not in self._links:
            self._links[month] = self._linked(month)
        return self._links[month]

    def new_breaks(self, month: date) -> list[Link]:
        """The links that break in the month and did not in the month before; none where nobody can
        tell of that one.
        """
        before = month_before(month)
        broken = self.links(month).breaks
        if not broken or self.listed_in(before) is None or not self.links(before).has_items:
            return []
        known = {(one.chain.key, one.member) for one in self.links(before).breaks}
        return [one for one in broken if (one.chain.key, one.member) not in known]

    def _period(self, month: date, is_cumulative: bool) -> ChainPeriod:
        first = date(month.year, 1, 1) if is_cumulative else month
        months = tuple(months_between(first, month))
        rows = self._rows(month)
        counted = [chain_of(row) for row in rows if row.status == COUNTED]
        chains = [one for one in counted if one.state != CANCELLED]
        return ChainPeriod(
            months,
            self.listed_in(month),
            chains,
            len(counted) - len(chains),
            len(rows) - len(counted),
            [one for of_month in months for one in self._cases(of_month)],
            self._bodies(month, chains),
            self._way(),
            self._rules.of_month(month),
        )

    def _way(self) -> str:
        """How savings are put together, as the county set it."""
        chosen = self._data.store.settings.all().get(REDUCTION.key, "")
        return chosen if chosen in REDUCTION.choices else REDUCTION.default

    def _rows(self, month: date) -> list[Entry]:
        listed = self.listed_in(month)
        if month not in self._lists:
            rows = self._data.store.rows
            self._lists[month] = rows.entries(CHAINS, listed, at=month) if listed else []
        return self._lists[month]

    def _cases(self, month: date) -> list[ChainCases]:
        if month not in self._data.months_by_kind.get(CHAIN_CASES, ()):
            return []
        if month not in self._cases_of:
            rows = self._data.store.rows.entries(CHAIN_CASES, month)
            self._cases_of[month] = [cases_of(row) for row in rows if row.status == COUNTED]
        return self._cases_of[month]

    def _chains(self, month: date) -> list[Chain]:
        chains = [chain_of(row) for row in self._rows(month) if row.status == COUNTED]
        return [one for one in chains if one.state != CANCELLED]

    def _bodies(self, month: date, chains: list[Chain]) -> Bodies:
        """Distinct items, and the departments that lead or have one."""
        links = self.links(month)
        items: set[object] = set()
        named = {name for one in chains for name in (one.unit, *one.partners)}
        for _, one in links.matched:
            items |= {item.key for item in one.items} or {one.member.name}
            named |= {item.unit for item in one.items} or {one.member.unit}
        # a department that the roster lacks is one all the same
        units = {self._unit(month, name) or name for name in named if not is_outside(name)}
        return Bodies(len(items), len(units - {""}))

    def _linked(self, month: date) -> Links:
        chains = self._chains(month)
        has_items = month in self._data.months_by_kind.get(ITEMS, ())
        store = self._data.store
        items = store.rows.table(ITEMS, month) if has_items else Entries()
        matched = chain_matching.match(chains, items, lambda name: self._unit(month, name))
        if not has_items:
            together = [(chain, one) for chain in chains for one in matched[chain.key]]
            return Links(False, matched=together)
        lists = [
            one
            for key in indicators.NEEDED_IN_CHAINS
            if (one := indicators.missing_list_of(indicators.by_key(key)))
        ]
        listed: dict[ProblemList, Mapping[str, ListRow]] = {
            one: {row.key: row for row in store.rows.list_rows(one.key, month, month)}
            for one in lists
        }
        missing = [one for of_chain in matched.values() for one in of_chain if one.why == NO_ITEM]
        names = {name for one in chains for name in (one.unit, *one.partners)}
        names |= {one.member.unit for of_chain in matched.values() for one in of_chain}
        return links_of(
            matched,
            chains,
            listed,
            self._seen_before(month, missing),
            {name: self._unit(month, name) for name in names},
        )

    def _seen_before(self, month: date, missing: list[Matched]) -> dict[Member, bool]:
        """Whether a list of items of an earlier month had the member."""
        earlier = [one for one in self._data.months_by_kind.get(ITEMS, ()) if one < month]
        if not earlier or not missing:
            return {}
        wanted = chain_matching.looks_like(one.member for one in missing)
        rows = [
            ListRow(ITEMS, month, row.unit, row.key, row.name, row.attributes)
            for row in wanted.values()
        ]
        by_month = self._data.store.rows.rows_like(ITEMS, min(earlier), max(earlier), rows)
        table = Entries.joined(list(by_month.values()))
        if not len(table):
            return {}
        names = set(table.values("name"))
        codes = {code for field in CODES for code in _known(table, field)}
        return {one: one.name in names or one.code in codes for one in wanted}

    def _unit(self, month: date, name: str) -> str:
        """The department that goes by the name, "" where it is none of the roster's."""
        known = self._unit_names.setdefault(month, {})
        if name not in known:
            known[name] = self._department(month, name)
        return known[name]

    def _department(self, month: date, name: str) -> str:
        roster = self._data.store.settings.roster()
        if not name:
            return ""
        if roster.resolve(name, DEPARTMENT):
            return roster.named(name, DEPARTMENT, month)
        same = [one for one in roster.names(DEPARTMENT) if departments.are_same(name, one)]
        return roster.named(same[0], DEPARTMENT, month) if len(same) == 1 else ""


def _known(table: Entries, field: str) -> list[str]:
    return [text for text in table.attribute(field).to_pylist() if text]
