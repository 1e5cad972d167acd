"""The items and stations of the demonstration, each with what happens to it over the months."""

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from random import Random

from govsvc.demo import plan
from govsvc.demo.names import (
    DEPARTMENTS,
    OLD_STATION_NAMES,
    STANDARD_STATION_NAME,
    item_names,
    villages,
)
from govsvc.domain.indicators import Rules

MONTHS = range(plan.MONTH_COUNT)
LAST = plan.MONTH_COUNT - 1
LEVEL = "县本级"


@dataclass(slots=True)
class Item:
    """An item that exists in the months from `first` up to and without `until`.

    `states`: (first, until, state) of each thing that is wrong with it for a while.
    """

    unit: str
    key: str
    name: str
    attributes: dict[str, str]
    first: int = 0
    until: int = plan.MONTH_COUNT
    states: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Station:
    """The station of a village: opened in month `opened`, with the standard name from month
    `renamed` on.
    """

    unit: str
    name: str
    before: dict[str, str]
    after: dict[str, str]
    opened: int = 0
    renamed: int = plan.MONTH_COUNT


def spans(counts: tuple[int, ...], rng: Random) -> list[tuple[int, int]]:
    """(first, until) of cases of which `counts[month]` are open in each month: some are solved,
    some are new.
    """
    open_since = [0] * counts[0]
    closed = []
    for month in MONTHS[1:]:
        new = rng.randint(month == LAST, 1 + counts[month] // 15)
        new = max(new, counts[month] - len(open_since))
        open_since.sort(
            key=lambda first: first + rng.uniform(0, 18)
        )  # the oldest tend to be solved first
        solved = len(open_since) + new - counts[month]
        closed += [(first, month) for first in open_since[:solved]]
        open_since = open_since[solved:] + [month] * new
    return closed + [(first, plan.MONTH_COUNT) for first in open_since]


def items(rng: Random) -> list[Item]:
    """All items that the county has had, by department, with codes of 31 characters."""
    kinds = {
        item_type: position for position, item_type in enumerate(Rules().types_in_scope, start=1)
    }
    result: list[Item] = []
    for unit, (credit_code, count, _) in DEPARTMENTS.items():
        pool = item_names(unit)
        for position in sorted(rng.sample(range(len(pool)), count)):
            item_type, name = pool[position]
            code = f"{credit_code}4700{kinds[item_type]}{len(result):08d}"
            attributes = {"implementation_code": code, "item_type": item_type, "level": LEVEL}
            result.append(Item(unit, code, name, attributes))
    _let_happen(result, rng)
    return result


def _let_happen(all_items: list[Item], rng: Random) -> None:
    """Set when items begin and end, and what is wrong with them and when."""
    chosen = iter(rng.sample(all_items, sum(plan.NEW_ITEMS.values()) + len(plan.CANCELLED_ITEMS)))
    arrivals = _let_begin(chosen)
    cancelled = {(month, state): next(chosen) for month, state in plan.CANCELLED_ITEMS.items()}
    for (month, _), item in cancelled.items():
        item.until = month
    lasting = [item for item in all_items if item.first == 0 and item.until == plan.MONTH_COUNT]

    used: dict[str, set[str]] = defaultdict(set)
    for state, (counts, _, book) in plan.STATES.items():
        order = sorted(lasting, key=lambda item: rng.random() ** (1 / DEPARTMENTS[item.unit][2]))
        order = [item for item in order if item.key not in used[book]]
        last_department = plan.LAST_MONTH_DEPARTMENT.get(state)
        at_the_end = [item for item in order if last_department in (None, item.unit)]
        for first, until in spans(counts, rng):
            if (until, state) in cancelled and first < until:
                item = cancelled.pop((until, state))
            elif state == plan.STATE_OF_NEW_ITEMS and arrivals[first]:
                item = arrivals[first].pop()
            else:
                item = _next_unused(at_the_end if until == plan.MONTH_COUNT else order, used[book])
            used[book].add(item.key)
            item.states.append((first, until, state))


def _let_begin(chosen: Iterator[Item]) -> dict[int, list[Item]]:
    """Takes from `chosen` the items that begin later; gives month → every second of them."""
    arrivals: dict[int, list[Item]] = defaultdict(list)
    for month, count in plan.NEW_ITEMS.items():
        for number in range(count):
            item = next(chosen)
            item.first = month
            if number % 2 == 0:
                arrivals[month].append(item)
    return arrivals


def _next_unused(pool: list[Item], used: Container[str]) -> Item:
    """The last of the pool whose key is not used; those behind it go."""
    item = pool.pop()
    while item.key in used:
        item = pool.pop()
    return item


def stations(rng: Random) -> list[Station]:
    """One for each village, by township; the rural townships are renamed later."""
    result = []
    for unit, name in villages(rng):
        old, new = rng.choice(OLD_STATION_NAMES).format(name), STANDARD_STATION_NAME.format(name)
        result.append(
            Station(unit, name, {"station_name": old}, {"station_name": new, "former_name": old})
        )
    positions = list(range(len(result)))
    positions.sort(key=lambda position: rng.random() + position / len(result))
    for case in range(plan.VILLAGES_WITHOUT_STATION[0]):
        station = result[positions.pop(-30)]
        station.opened = next(
            month for month in MONTHS if plan.VILLAGES_WITHOUT_STATION[month] <= case
        )
        station.renamed, station.after = (
            station.opened,
            {"station_name": station.after["station_name"]},
        )
    queue = iter(positions)
    for month in MONTHS:
        for _ in range(
            plan.STATIONS_RENAMED[month] - sum(station.renamed <= month for station in result)
        ):
            result[next(queue)].renamed = month
    return result
