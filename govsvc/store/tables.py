"""Arrow tables of rows on their way into the database. Building columns is many times faster than binding rows."""

from collections.abc import Iterable

import pyarrow as pa

from govsvc.counting import Fact
from govsvc.rows import Entry

_TEXT_MAP, _FLAG_MAP = pa.map_(pa.string(), pa.string()), pa.map_(pa.string(), pa.bool_())


def _maps(values: Iterable[dict], kind: pa.DataType) -> pa.Array:
    return pa.array([list(value.items()) for value in values], kind)


def entries(rows: list[tuple[int, Entry]]) -> pa.Table:
    """(batch number, entry) pairs as the view incoming_entry."""
    return pa.table({
        "batch_id": pa.array([number for number, _ in rows], pa.int64()),
        "kind": pa.array([e.kind for _, e in rows], pa.string()),
        "month": pa.array([e.month for _, e in rows], pa.date32()),
        "unit": pa.array([e.unit for _, e in rows], pa.string()),
        "key": pa.array([e.key for _, e in rows], pa.string()),
        "name": pa.array([e.name for _, e in rows], pa.string()),
        "attributes": _maps((e.attributes for _, e in rows), _TEXT_MAP),
        "flags": _maps((e.flags for _, e in rows), _FLAG_MAP),
        "status": pa.array([e.status for _, e in rows], pa.string()),
        "file": pa.array([e.file for _, e in rows], pa.string()),
        "sheet": pa.array([e.sheet for _, e in rows], pa.string()),
        "row_number": pa.array([e.row for _, e in rows], pa.int32()),
    })


def facts(rows: list[tuple], ) -> pa.Table:
    """(month, fact) pairs as the view incoming_fact."""
    found: list[Fact] = [fact for _, fact in rows]
    return pa.table({
        "kind": pa.array([f.kind for f in found], pa.string()),
        "month": pa.array([month for month, _ in rows], pa.date32()),
        "unit": pa.array([f.unit for f in found], pa.string()),
        "key": pa.array([f.key for f in found], pa.string()),
        "name": pa.array([f.name for f in found], pa.string()),
        "attributes": _maps((f.attributes for f in found), _TEXT_MAP),
        "met": _maps((f.met for f in found), _FLAG_MAP),
        "lists": pa.array([f.lists for f in found], pa.list_(pa.string())),
    })


_SNAPSHOT = {"batch_id": pa.int64(), "month": pa.date32(), "source": pa.string(), "county": pa.string(), "indicator": pa.string(),
             "numerator": pa.int64(), "denominator": pa.int64(), "printed": pa.string(), "printed_rank": pa.int32(),
             "group_name": pa.string(), "score": pa.string(), "cutoff": pa.date32(), "position": pa.int32()}


def snapshots(rows: list[dict]) -> pa.Table:
    """Snapshot rows, a dict each, as the view incoming_snapshot."""
    return pa.table({name: pa.array([row.get(name) for row in rows], kind) for name, kind in _SNAPSHOT.items()})
