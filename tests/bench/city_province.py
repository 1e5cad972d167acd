"""A province on a server: one county written by the store, the others copied from schema to schema,
each without some of its rows.
"""

from dataclasses import replace
from datetime import date

import pyarrow as pa
from counties import ACT, WHEN
from postgres_server import Server

from govsvc import demo
from govsvc.domain.county_directory import CountyDirectory
from govsvc.domain.database_address import ServerAddress
from govsvc.domain.entries import Entries
from govsvc.domain.indicators import ITEMS, STATIONS
from govsvc.domain.months import month_after
from govsvc.store import CLOSED, Batch, Store, open_store, schema
from govsvc.store.postgres import ServerConnection
from govsvc.store.session import Session

ITEMS_EACH = 2000
FIRST = date(2021, 11, 1)


def write_county(store: Store, months: int) -> date:
    """The demonstration's last month, of its items the first 2,000, and `months` in all, all
    closed; gives the last.
    """
    (file,) = demo.months()[-1:]
    batches = []
    for kind, most in ((ITEMS, ITEMS_EACH), (STATIONS, ITEMS_EACH)):
        rows = file.entries.where(file.entries.mask("kind", kind)).table.slice(0, most)
        at = rows.schema.get_field_index("month")
        column = pa.array([FIRST] * len(rows), pa.date32())
        entries = Entries(rows.set_column(at, rows.schema.field(at), column))
        batches.append(Batch(kind, FIRST, [(f"{kind}.xlsx", "00")], entries=entries))
    store.imports.commit(batches, expected_version=store.version(), who="测试", when=WHEN)
    month = FIRST
    for number in range(months):
        if number:
            month = month_after(month)
            store.month_writes.open(month, ACT, expected_version=store.version())
        store.month_writes.set_state(month, CLOSED, ACT, expected_version=store.version())
    return month


def copied(postgres: Server, source: ServerAddress, number: int) -> ServerAddress:
    """Another county with the rows of `source`, but one in a hundred."""
    target = postgres.new_schema()
    ServerConnection(target).close()  # makes the tables
    statements = [f"DELETE FROM {target.schema}.state;"]
    for table in schema.TABLES:
        columns = ", ".join(f'"{name}"' for name in schema.columns(table).names)
        where = f" WHERE abs(hashtext(key)) % 100 <> {number % 100}" if table == "entry_row" else ""
        statements.append(
            f"INSERT INTO {target.schema}.{table} ({columns}) "
            f"SELECT {columns} FROM {source.schema}.{table}{where};"
        )
    said = postgres.psql("\n".join(statements))
    assert not said, said
    return target


def make(postgres: Server, counties: int, months: int) -> tuple[dict[int, Store], date]:
    """(number of counties → a city of the first so many, the last month)."""
    source = postgres.new_schema()
    store = Store(Session(ServerConnection(source)))
    last = write_county(store, months)
    store.close()
    addresses = [source, *(copied(postgres, source, number) for number in range(1, counties))]
    for address in addresses:
        postgres.psql(f"ANALYZE {address.schema}.entry_row;")
    return {few: city_of(postgres, addresses[:few]) for few in {min(12, counties), counties}}, last


def city_of(postgres: Server, addresses: list[ServerAddress]) -> Store:
    """A city of these counties, in a schema of its own."""
    directory = CountyDirectory()
    for number, address in enumerate(addresses, 1):
        group = "县市组" if number % 3 else "城区组"
        directory = directory.with_county(f"第{number}县", replace(address, password=""), group)
    store = open_store(postgres.new_schema())
    store.setting_writes.rename_home("天河市", ACT, expected_version=0)
    store.setting_writes.set_counties(directory, ACT, expected_version=1)
    return store
