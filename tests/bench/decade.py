"""Databases of many months: the demonstration's 24 months again and again, back in time."""

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from govsvc import demo
from govsvc.domain.entries import Entries
from govsvc.domain.rows import FileRead
from govsvc.importing import pipeline
from govsvc.store import CLOSED, Act, open_store

WHEN = datetime(2026, 11, 5, 9, 30)
ACT = Act("测试", WHEN)


def earlier(file: FileRead, years: int) -> FileRead:
    """The same file, so many years before, without its targets and village list."""
    day = file.month.replace(year=file.month.year - years)
    table = file.entries.table
    at = table.schema.get_field_index("month")
    moved = Entries(
        table.set_column(at, table.schema.field(at), pa.array([day] * len(table), pa.date32()))
    )
    name = file.file.replace(f"{file.month.year}年", f"{day.year}年")
    return FileRead(
        name,
        f"{file.sha256}{years}",
        day,
        entries=moved,
        reported=[row_of(row, day, name) for row in file.reported],
    )


def row_of(row, day: date, name: str):
    from dataclasses import replace

    return replace(row, month=day, file=name)


def make(path: Path, months: int) -> None:
    """A county's database of the last `months` months (12, or a multiple of 24): 12 counties, 3,150
    items; all but the last month closed.
    """
    files = demo.months()
    files = (
        files[-months:]
        if months < len(files)
        else [
            *(earlier(file, years) for years in range(months // 12 - 2, 0, -2) for file in files),
            *files,
        ]
    )
    store = open_store(path)
    store.imports.commit(
        pipeline.batches_of(files),
        expected_version=store.version(),
        who="测试",
        when=WHEN,
        home=demo.HOME,
        roster=demo.roster(),
    )
    for file in files[:-1]:
        store.month_writes.set_state(file.month, CLOSED, ACT, expected_version=store.version())
    store.close()
