"""Databases of the demonstration county over 12 and over 120 months, all but the last closed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
from support import WHEN

from govsvc import demo, imports
from govsvc.entries import SCHEMA, Entries
from govsvc.store import CLOSED, Act, open_store

BLOCK = 24


def moved(day: date, months: int) -> date:
    """The month that many months earlier."""
    years, place = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, place + 1, 1)


def make(path: Path, months: int) -> Path:
    """A database of that many months: the demonstration's 24, again and again before themselves."""
    store = open_store(path)
    files = demo.months()
    batches = []
    for place in range(months):
        file, back = files[-1 - place % BLOCK], place // BLOCK * BLOCK
        day = moved(file.month, back)
        column = SCHEMA.get_field_index("month")
        rows = Entries(file.entries.table.set_column(column, SCHEMA.field("month"), pa.array([day] * len(file.entries), pa.date32())))
        earlier = replace(file, month=day, sha256=f"{place:064}", entries=rows, reported=[replace(row, month=day) for row in file.reported],
                          targets=file.targets if not back else [])
        batches += imports._batches([earlier])
    version = store.commit(batches, expected_version=store.version(), who="演示", when=WHEN, home=demo.HOME, roster=demo.roster())
    for day in sorted({batch.month for batch in batches if batch.month})[:-1]:
        version = store.set_state(day, CLOSED, Act("演示", WHEN), expected_version=version)
    store.close()
    return path
