"""All data of a county from one address to another, with every version of them."""

import json
from collections import Counter
from datetime import datetime
from typing import Any

import pyarrow as pa

from govsvc.domain.errors import StaleVersion, StoreError
from govsvc.security import write_kinds
from govsvc.store.engine import Engine
from govsvc.store.manifest import Manifest
from govsvc.store.store import Store

#: what a program may have written into data in which nobody has begun to work
_BY_ITSELF = {"setting", "operation"}


def copy(old: Store, new: Store, when: datetime) -> int:
    """Copies all rows in one write; gives how many, 0 where they are there already.

    Checked value by value. Raises StoreError where the target holds the data of another county or
    another state of this one, StaleVersion where the source was written to meanwhile, NotAllowed;
    the target is then as it was.
    """
    for store in (old, new):
        store._session.require(write_kinds.COPYING, when)
    source, target = old._session.connection, new._session.connection
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
