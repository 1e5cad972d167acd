"""All data of a county from one address to another, with every version of them."""

import json
from collections import Counter
from typing import Any

import pyarrow as pa

from govsvc.domain.errors import StaleVersion, StoreError
from govsvc.store.engine import Engine
from govsvc.store.manifest import Manifest

#: what a program may have written into data in which nobody has begun to work
_BY_ITSELF = {"setting", "operation"}


def copy(source: Engine, target: Engine) -> int:
    """Copies all rows in one write; gives how many, 0 where they are there already.

    Checked value by value. Raises StoreError where the target holds the data of another county or
    another state of this one, StaleVersion where the source was written to meanwhile; the target is
    then as it was.
    """
    seen, present = source.totals(), target.totals()
    if is_begun(present):
        if seen.version != present.version or not are_alike(source, target):
            raise StoreError.of("target_not_empty")
        return 0
    with target.transaction(present.version) as transaction:
        for name, rows in source.contents():
            transaction.replace(name, rows)
        transaction.set_version(seen.version)
        if source.totals() != seen:
            raise StaleVersion.of("stale")
    if not are_alike(source, target):
        raise StoreError.of("copy_unlike")
    return seen.rows


def is_begun(present: Manifest) -> bool:
    """Whether anybody has worked in these data."""
    return any(part.row_count for part in present.parts if part.name not in _BY_ITSELF)


def are_alike(one: Engine, other: Engine) -> bool:
    """Whether both hold the same rows, each value alike."""
    pairs = zip(one.contents(), other.contents(), strict=True)
    return all(_values(first) == _values(second) for (_, first), (_, second) in pairs)


def _values(table: pa.Table) -> Counter[str]:
    """The rows of a table, whatever their order, and the order of the keys in a map."""
    columns = [map(_plain, column.to_pylist()) for column in table.columns]
    return Counter(repr(row) for row in zip(*columns))


def _plain(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return json.dumps(sorted(value), ensure_ascii=False)
    return value
