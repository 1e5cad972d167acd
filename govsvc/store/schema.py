"""The schema of the database file: its number, its tables, and what brings an older one up."""

from contextlib import suppress
from functools import cache

import duckdb
import pyarrow as pa

from govsvc.store.queries import sql

SCHEMA_VERSION = 9
#: the oldest schema that is opened: no release had one before it
OLDEST_SCHEMA = 4
#: the oldest schema of a server that is opened: no release wrote an older one there
OLDEST_ON_SERVER = 8
TABLES = (
    "state",
    "setting",
    "batch",
    "batch_file",
    "entry_row",
    "combination",
    "snapshot",
    "target",
    "header_choice",
    "value_choice",
    "operation",
    "submission",
    "month_state",
    "edition",
    "rule_version",
    "original",
    "unit",
    "rectification_entry",
    "rectification_event",
    "meeting",
    "meeting_matter",
    "evidence",
    "special_day",
    "rectification_letter",
    "paper_version",
    "letterhead",
    "log_end",
)
#: the tables of the data themselves, without their version
CONTENTS = TABLES[1:]
VIEWS = ("entry", "fact")
#: older schema → the queries that make the next one of it, run in one transaction
MIGRATIONS: dict[int, tuple[str, ...]] = {
    4: ("create_rectification_entry",),  # other tables that are missing are made by `create`
    5: ("widen_rectification_entry",),
    6: ("create_paper_version",),
    7: ("widen_unit",),
    8: (
        "widen_unit_takes_at_one_window",
        "widen_unit_pushes_on",
        "widen_unit_hands_out_at_window",
        "widen_unit_archives",
    ),
}


def create(root: duckdb.DuckDBPyConnection) -> None:
    """Makes the tables and views that are not there."""
    for table in (*TABLES, *VIEWS):
        root.execute(sql(f"create_{table}"))


def create_state(root: duckdb.DuckDBPyConnection) -> None:
    """Makes the table of the versions, where it is not there, for an empty database."""
    root.execute(sql("create_state"))
    root.execute(sql("insert_state"), {"schema_version": SCHEMA_VERSION})


@cache
def columns(name: str) -> "pa.Schema":
    """The columns of a table, as the file has them."""
    with duckdb.connect(":memory:") as root:
        root.execute(sql(f"create_{name}"))
        return root.table(name).limit(0).to_arrow_table().schema


def state(root: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """(data version, schema version) of the database."""
    row = root.execute(sql("read_state")).fetchone()
    assert row is not None, "the state table has one row"
    return row[0], row[1]


def migrate(root: duckdb.DuckDBPyConnection, schema: int) -> None:
    """Brings a database of an older schema up in one transaction.

    Raises duckdb.Error; the transaction is rolled back and `root` closed then.
    """
    root.begin()
    try:
        for older in range(schema, SCHEMA_VERSION):
            for name in MIGRATIONS[older]:
                root.execute(sql(name))
        root.execute(sql("update_schema_version"), {"schema_version": SCHEMA_VERSION})
        root.commit()
    except BaseException:
        with suppress(duckdb.Error):
            root.rollback()
        root.close()
        raise
