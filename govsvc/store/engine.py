"""What the store needs of the engine that holds one county's data, whichever it is.

All that a store reads and writes goes through these members: the queries of govsvc/sql by their
names, one write at a time, and what tells whether all is still there.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

import pyarrow as pa

from govsvc.domain.database_address import DatabaseAddress
from govsvc.store.copies import Copy
from govsvc.store.manifest import Manifest
from govsvc.store.queries import Reader


class Transaction(Reader, Protocol):
    """The queries of one write, which stores all of it or nothing."""

    @property
    def version(self) -> int:
        """The data version that it makes; a query that has $version is given it."""

    def run_with(self, view: str, table: pa.Table, *names: str, **parameters: Any) -> None:
        """Runs queries that read `table` under the name `view`."""

    def replace(self, name: str, rows: pa.Table) -> None:
        """The table of that name has these rows, and no others."""

    def set_version(self, version: int) -> None:
        """The data version that it makes is that one: of data that come with all their versions."""


class Engine(Reader, Protocol):
    """One county's data, opened once a process. Safe to share between threads.

    Each member raises StoreError for what the engine refuses.
    """

    @property
    def address(self) -> DatabaseAddress:
        """Where the data lie."""

    def transaction(self, expected_version: int) -> AbstractContextManager[Transaction]:
        """One write: all of it or nothing; read back before it ends without an error.

        Raises StaleVersion where the data are no longer at `expected_version`; of two writers that
        saw the same data one fails.
        """

    def totals(self) -> Manifest:
        """Everything there is, part by part. Reads each value."""

    def contents(self) -> Iterator[tuple[str, pa.Table]]:
        """Each table with all its rows, all as of one moment."""

    def copy(self, why: str, when: datetime) -> Copy:
        """A backup, made while others read; there is none where it raises."""

    def refuse_gone(self) -> None:
        """Raises StoreError where what is open is no longer the county's data."""

    def close(self) -> None:
        """Closes it for good; waits for reads and a write under way."""
