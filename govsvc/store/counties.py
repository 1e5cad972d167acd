"""Reads over many counties: of files that this process holds, of schemas of servers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from govsvc.domain.database_address import DatabaseAddress, ServerAddress
from govsvc.domain.errors import StoreError
from govsvc.domain.indicators import Rules
from govsvc.domain.month_states import COLLECTING
from govsvc.postgres import walk
from govsvc.store import schema, units
from govsvc.store.postgres import query_on
from govsvc.store.queries import Query
from govsvc.store.rules import rules_of
from govsvc.store.store import open_store

T = TypeVar("T")


class Combined(NamedTuple):
    """What rows of one kind and month have in common: `number` names it among the county's; `told`
    is what other sheets say over the `flags`; `rows`: how many there are.
    """

    number: int
    status: str
    attributes: dict[str, str]
    flags: dict[str, bool]
    told: dict[str, bool]
    rows: int


class CountyReads:
    """What may be asked of one county among many, at its present data version."""

    def __init__(self, query: Query):
        self._query = query

    def version(self) -> int:
        """The number that every commit raises."""
        return int(self._query("read_state")[0][0])

    def month_states(self) -> dict[date, str]:
        """The months that it has values of, or has opened, reviewed or closed → the state."""
        months = {month: COLLECTING for (month,) in self._query("own_months")}
        return months | {row[0]: row[1] for row in self._query("read_month_states")}

    def rules(self, month: date) -> Rules:
        """The rules by which it counts the month."""
        return rules_of(self._query)(month)

    def own_counts(self, month: date) -> dict[str, tuple[int, int]]:
        """Indicator key → counts as it has them."""
        rows = self._query("own_counts", month=month)
        return {key: (numerator, denominator) for key, numerator, denominator in rows}

    def combinations(self, kind: str, month: date) -> list[Combined]:
        """What its rows of one kind have in common, with their number."""
        return [Combined(*row) for row in self._query("month_combinations", kind=kind, month=month)]

    def unit_combinations(self, kind: str, month: date) -> list[tuple[str, int, int]]:
        """(unit under its present name, number of a combination, rows) of one kind."""
        names = units.present_names(self._query, month)
        rows = self._query("unit_combination_counts", kind=kind, month=month)
        return [(names.get(unit, unit), number, count) for unit, number, count in rows]

    def rows_of(
        self, kind: str, month: date, combinations: Sequence[int]
    ) -> list[tuple[str, str, str]]:
        """(unit, key, name) of the rows of one kind that have one of these combinations."""
        if not combinations:
            return []
        return self._query("combination_rows", kind=kind, month=month, numbers=list(combinations))


def read_each(
    addresses: Sequence[DatabaseAddress], read: Callable[[CountyReads], T]
) -> list[T | StoreError]:
    """What `read` gives of each county, or why it gives nothing, in the order of `addresses`.

    `read` is given one county and no other. A file is opened, and then held by this
    process; one that another process holds is a StoreError, as is a county whose tables are of
    another version of the program.
    """
    answers: dict[DatabaseAddress, T | StoreError] = {}
    servers: dict[ServerAddress, list[ServerAddress]] = {}
    for address in addresses:
        if isinstance(address, Path):
            answers[address] = _of_file(address, read)
        else:
            servers.setdefault(replace(address, schema=""), []).append(address)
    for schemas in servers.values():
        found = walk.each(schemas, lambda cursor: _checked(query_on(cursor), read))
        answers |= zip(schemas, found)
    return [answers[address] for address in addresses]


def _of_file(path: Path, read: Callable[[CountyReads], T]) -> T | StoreError:
    try:
        if not path.is_file():
            raise StoreError.of("county_file_missing", file=path)
        return _checked(open_store(path)._session.rows, read)
    except StoreError as error:
        return error


def _checked(query: Query, read: Callable[[CountyReads], T]) -> T:
    """Raises StoreError where the tables are not this program's."""
    ((_, present),) = query("read_state")
    if present != schema.SCHEMA_VERSION:
        raise StoreError.of("newer_schema" if present > schema.SCHEMA_VERSION else "older_schema")
    return read(CountyReads(query))
