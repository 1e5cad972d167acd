"""The drafts of a month (第N稿) and its other writes: what is shown to undo them."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from govsvc.domain.indicators import ROW_KINDS, TARGETS
from govsvc.store import (
    CLOSE,
    JUDGE,
    OPEN,
    REPORT,
    REVIEW,
    SETTING,
    TARGET,
    UNDO,
    UNDOABLE,
    BatchFile,
    Operation,
    Store,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One write that changed a month's rows.

    `number`: of an import, 第N稿 of the month; None for other writes. `undone_by`: the version of
    the write that took it back.
    """

    version: int
    number: int | None
    what: str
    who: str
    at: datetime
    reason: str
    files: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    rows: int
    undone_by: int | None
    can_undo: bool

    @property
    def name(self) -> str:
        """What it is called: 第N稿, 开月 …"""
        if self.number is not None:
            return f"第{self.number}稿"
        return {
            OPEN: "开月",
            REPORT: "零报告或退回",
            UNDO: "撤销",
            CLOSE: "定稿",
            REVIEW: "送审或退回采集",
            SETTING: "口径调整",
            TARGET: "目标值",
            JUDGE: "疑似认定或排除",
        }[self.what]


def drafts(store: Store, month: date | None) -> list[Draft]:
    """The writes of a month, the latest first; those of targets and the roster for None."""
    files = _by_version(file for file in store.records.batches() if file.month == month)
    operations = store.records.operations()
    wanted = {
        one.version
        for one in operations
        if one.version in files or (month and one.month == month) or one.undone in files
    }
    return _drafts(store, operations, files, wanted)


def target_drafts(store: Store) -> list[Draft]:
    """What set or removed targets by form, sheets of nothing but targets, and what took such a
    write back, the latest first.
    """
    files = {
        version: found
        for version, found in _by_version(store.records.batches()).items()
        if all(file.kind == TARGETS for file in found)
    }
    operations, wanted = store.records.operations(), set(files)
    for one in reversed(operations):
        if one.what == TARGET or one.undone in wanted:
            wanted.add(one.version)
    return _drafts(store, operations, files, wanted)


def _by_version(batches: Iterable[BatchFile]) -> dict[int, list[BatchFile]]:
    files: dict[int, list[BatchFile]] = defaultdict(list)
    for file in batches:
        files[file.version].append(file)
    return files


def _drafts(
    store: Store,
    operations: Sequence[Operation],
    files: Mapping[int, Sequence[BatchFile]],
    wanted: Container[int],
) -> list[Draft]:
    """The `wanted` writes in the order of `operations`. `files`: those that each brought."""
    undone = store.undoing.undone()
    undoing = {one.undone: one.version for one in operations if one.undone is not None}
    numbers = {version: number for number, version in enumerate(sorted(files), start=1)}
    return [
        _draft(
            one,
            numbers.get(one.version),
            files.get(one.version, ()),
            undoing[one.version] if one.version in undone else None,
        )
        for one in dict.fromkeys(operations)
        if one.version in wanted
    ]


def _draft(
    operation: Operation, number: int | None, files: Sequence[BatchFile], undone_by: int | None
) -> Draft:
    return Draft(
        operation.version,
        number,
        operation.what,
        operation.who,
        operation.at,
        operation.reason,
        tuple(dict.fromkeys((file.file, file.sha256) for file in files)),
        tuple(dict.fromkeys(ROW_KINDS[file.kind] for file in files)),
        tuple(sorted({unit for file in files for unit in file.units})),
        sum({file.batch_id: file.row_count for file in files}.values()),
        undone_by,
        operation.what in UNDOABLE and undone_by is None,
    )
