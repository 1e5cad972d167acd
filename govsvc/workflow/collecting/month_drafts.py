"""The drafts of a month (第N稿) and its other writes: what is shown to undo them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from govsvc.domain.indicators import ROW_KINDS
from govsvc.store import (
    CLOSE,
    IMPORT,
    JUDGE,
    OPEN,
    REPORT,
    REVIEW,
    SETTING,
    UNDO,
    BatchFile,
    Operation,
    Store,
)

_UNDOABLE = (IMPORT, OPEN, REPORT, JUDGE, UNDO)


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
            JUDGE: "疑似认定或排除",
        }[self.what]


def drafts(store: Store, month: date | None) -> list[Draft]:
    """The writes of a month, the latest first; those of targets for None."""
    operations = store.records.operations()
    undone = store.undoing.undone()
    files: dict[int, list[BatchFile]] = defaultdict(list)
    for file in store.records.batches():
        if file.month == month:
            files[file.version].append(file)
    undoing = {
        operation.undone: operation.version
        for operation in operations
        if operation.undone is not None
    }
    numbers = {version: number for number, version in enumerate(sorted(files), start=1)}
    return [
        _draft(
            operation,
            numbers.get(operation.version),
            files.get(operation.version, ()),
            undoing[operation.version] if operation.version in undone else None,
        )
        for operation in dict.fromkeys(operations)
        if operation.version in files
        or (month and operation.month == month)
        or operation.undone in files
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
        operation.what in _UNDOABLE and undone_by is None,
    )
