"""The queries of govsvc/sql, and what they are given."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

#: until_version of what is in force; the data version that reads see where none is asked for is the
#: one before it
FOREVER = 2**63 - 1
NOW = FOREVER - 1
SQL_FOLDER = Path(__file__).resolve().parent.parent / "sql"

Row = tuple[Any, ...]
#: runs a named query with parameters, and gives its rows
Query = Callable[..., list[Row]]


class Reader(Protocol):
    """Runs named queries with parameters, and gives their rows or a table of them."""

    def rows(self, name: str, /, **parameters: Any) -> list[Row]: ...
    def table(self, name: str, /, **parameters: Any) -> pa.Table: ...


@cache
def sql(name: str, dialect: str = "") -> str:
    """The text of one query of govsvc/sql, or where there is one of the folder `dialect` in it."""
    own = SQL_FOLDER / dialect / f"{name}.sql"
    return (own if own.exists() else SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def bound(name: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A query with those of the parameters that it uses.

    It reads the present data version where none is given.
    """
    text = sql(name)
    return text, {
        key: value for key, value in ({"as_of": NOW} | parameters).items() if key in _names(text)
    }


@cache
def _names(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\$(\w+)", text))
