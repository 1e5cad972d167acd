"""Every query runs on PostgreSQL too: as it is, or by a text of its own in sql/postgres."""

import re
from datetime import date

import numpy as np
import pytest

from govsvc.domain.entries import Entries
from govsvc.domain.roster import Roster
from govsvc.postgres.pool import run
from govsvc.store import queries, schema, tables

COMMON = sorted(path.stem for path in queries.SQL_FOLDER.glob("*.sql"))
OWN = sorted(path.stem for path in (queries.SQL_FOLDER / "postgres").glob("*.sql"))
#: what a write brings, under the names that queries read it by
INCOMING = [name for name in OWN if name.startswith("create_incoming_")]
#: what only a server is asked
OF_A_SERVER = [
    "create_combination_by_month",
    "enter_schema",
    "export_snapshot",
    "grant_to_app",
    "hold_nightly",
    "lock_schema",
    "read_one_state",
    "read_role",
    "read_server",
]
TABLES = [f"create_{table}" for table in (*schema.TABLES, *schema.VIEWS)]
#: what brings a file of an earlier release up; no server has one
OF_OLD_FILES = {name for names in schema.MIGRATIONS.values() for name in names} - set(TABLES)
QUERIES = [name for name in COMMON if not name.startswith("create_") and name not in OF_OLD_FILES]


def text(name: str) -> str:
    own = queries.SQL_FOLDER / "postgres" / f"{name}.sql"
    return own.read_text(encoding="utf-8") if own.exists() else queries.sql(name)


def body(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--"))


def names(text: str) -> list[str]:
    """The parameters of a query."""
    return sorted(set(re.findall(r"\$(\w+)", body(text))))


def prepared(name: str) -> str:
    """A script that has PostgreSQL plan the query, whose parameters have the types that it finds
    for them.
    """
    query, parameters = body(text(name)), names(text(name))
    for number, parameter in enumerate(parameters, start=1):
        query = re.sub(rf"\${parameter}\b", f"${number}", query)
    nulls = f"({', '.join(['NULL'] * len(parameters))})" if parameters else ""
    return f"PREPARE planned AS {query};\nEXPLAIN EXECUTE planned{nulls};\nDEALLOCATE planned;"


@pytest.fixture(scope="module")
def faults(postgres) -> dict[str, str]:
    """Query → what PostgreSQL finds wrong with it, in a schema with all tables."""
    made = [(name, f"{body(text(name))};") for name in (*TABLES, *INCOMING)]
    planned = [(name, prepared(name)) for name in QUERIES]
    said = postgres.psql(
        "\\set ON_ERROR_ROLLBACK on\nBEGIN;\nCREATE SCHEMA county;\nSET search_path = county;\n"
        + "\n".join(f"\\warn @@{name}\n{script}" for name, script in (*made, *planned))
        + "\n\\warn @@"
    )
    found = dict(re.findall(r"^@@(\w*)\n(.*?)(?=^@@|\Z)", said, re.MULTILINE | re.DOTALL))
    assert list(found) == [*TABLES, *INCOMING, *QUERIES, ""], said
    return found


@pytest.mark.parametrize("name", [*TABLES, *INCOMING, *QUERIES])
def test_a_query_is_planned(name, faults):
    assert faults[name] == ""


def test_keys_of_a_copied_month_are_looked_up_once(server_store):
    """Not once for each row of the copy, of which the server knows nothing yet."""
    given = {"version": 5, "kind": "items", "month": date(2026, 10, 1)}
    explained = f"EXPLAIN {queries.sql('end_copies_of_keys')}"
    with server_store._session.connection._pool.session() as cursor:
        plan = "\n".join(line for (line,) in run(cursor, explained, given))
    assert "hashed SubPlan" in plan and "Join" not in plan.partition("SubPlan")[0], plan


@pytest.mark.parametrize("name", QUERIES)
def test_a_value_of_a_map_is_read_as_text(name):
    """An index is planned there too, but gives JSON: the text "甲" with its marks."""
    assert not re.search(r"\w\[['$]", body(text(name)))


def sources(text: str) -> list[str]:
    """The tables, views and parts of itself that a query reads, as often as it names them."""
    return sorted(re.findall(r"\b(?:FROM|JOIN) (\w+)\b(?! *\()", body(text)))


@pytest.mark.parametrize("name", OWN)
def test_a_query_of_its_own_asks_what_its_namesake_asks(name):
    assert text(name).startswith("-- ") and ";" not in body(text(name))
    if name not in (*INCOMING, *OF_A_SERVER):
        assert names(text(name)) == names(queries.sql(name))
        assert body(text(name)) != body(queries.sql(name))
        assert sources(text(name)) == sources(queries.sql(name))


def columns(text: str) -> list[str]:
    """The names of the columns that a table is made with, in their order."""
    return re.findall(r"(?:^|[(,])\s*(\w+) (?=[A-Z])", body(text).partition("(")[2])


@pytest.mark.parametrize("name", sorted(set(TABLES) & set(OWN) - {"create_entry", "create_fact"}))
def test_a_table_has_the_columns_of_its_namesake(name):
    own = columns(text(name))
    assert [column for column in own if column != "rowid"] == columns(queries.sql(name))
    assert ("rowid" in own) == (name == "create_entry_row")


BROUGHT = {
    "entry": tables.entries(1, Entries(), np.zeros(0)),
    "combination": tables.combinations([]),
    "snapshot": tables.snapshots([]),
    "unit": tables.units(Roster()),
    "copy": tables.copies({}),
    "overlaid": tables.overlaid(np.zeros(0), np.zeros(0)),
}


@pytest.mark.parametrize("name", INCOMING)
def test_what_a_write_brings_has_a_table_with_its_columns(name):
    brought = BROUGHT[name.removeprefix("create_incoming_")]
    assert sorted(columns(text(name))) == sorted(brought.column_names)
