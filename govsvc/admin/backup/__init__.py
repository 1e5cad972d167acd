"""Backups: a copy of the database beside it, opened and checked before an older one is dropped.

Accounts and the 操作日志 are copied with it. Restoring brings back the data alone, or the accounts
with it.
"""

import json
import subprocess
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from govsvc import child_process
from govsvc.admin.backup import beside, troubles
from govsvc.admin.backup.troubles import Trouble
from govsvc.domain.database_address import DatabaseAddress, place
from govsvc.domain.errors import GovsvcError, StoreError
from govsvc.security import audit_kinds
from govsvc.store import Store, copies, dumps, manifest
from govsvc.store.copies import BEFORE_RESTORE, BY_HAND, NIGHTLY, UPGRADE, Copy
from govsvc.store.disk import not_written

_ROOT = Path(__file__).resolve().parents[3]
#: what a copy was made for, as it is shown
REASONS = {NIGHTLY: "每晚自动", BY_HAND: "手动", UPGRADE: "升级前", BEFORE_RESTORE: "恢复前"}
#: when the nightly backup is made
AT = time(2, 0)
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Retention:
    """How many backups stay: the latest one of so many days, weeks and months."""

    days: int = 14
    weeks: int = 8
    months: int = 24


@dataclass(frozen=True, slots=True)
class Examined:
    """What a backup that was opened is found to be, in sentences.

    `faults`: how the file is damaged. `breaches`: which rules the data in it break; it is whole
    with them.
    """

    faults: Sequence[str] = ()
    breaches: Sequence[str] = ()


def make(store: Store, *, why: str, when: datetime, retention: Retention = Retention()) -> Copy:
    """Makes a backup of the store and checks it; then drops older ones that need not stay.

    Data that break a rule are backed up like others: the copy notes it. Raises StoreError where it
    could not be made or is not whole; the older ones all stay then. An entry stands in the 操作日志
    either way, where that can be written. What is wrong stands in `troubles`.
    """
    try:
        copy = _make(store, why, when, retention)
    except StoreError as error:
        troubles.note(store.place, Trouble(when, REASONS[why], f"{error.title}{error.step}"))
        with suppress(GovsvcError):  # why there is no backup is what is to be known
            store.log(audit_kinds.NOT_SAVED, when, "备份", after=error.title)
        raise
    same = f"，数据与{copy.same_as}相同，没有另存" if copy.same_as else ""
    breaches = [f"数据里的问题：{breach}" for breach in copy.breaches]
    wrong = "".join([*breaches, *beside.left_out(store.address, copy)])
    after = f"{REASONS[why]}，第{copy.version}版，{copy.size:,}字节{same}"
    after += f"；{wrong}" if wrong else ""
    try:
        store.log(audit_kinds.BACKED_UP, when, copy.path.name, after=after)
    except GovsvcError as error:
        wrong += f"这次备份，操作日志没有记上：{error.title}{error.step}"
    troubles.note(store.place, Trouble(when, REASONS[why], wrong, is_made=True) if wrong else None)
    return copy


def _make(store: Store, why: str, when: datetime, retention: Retention) -> Copy:
    with _one_at_a_time:
        earlier = last_checked(store.place) if why == NIGHTLY else None
        copy = store.copy(why, when)
        try:
            copy = replace(copy, beside=beside.copy(store.address, copy.path, earlier))
            copies.note(copy)
            examined = examine(copy.path)
            copy = copy if examined.faults else copies.checked(copy, examined.breaches)
        except OSError as error:
            copies.drop(copy)
            raise not_written(error, copy.path.parent) from error
        if examined.faults:
            copies.drop(copy)
            raise StoreError(
                f"备份没有通过检查：{examined.faults[0]}",
                "原有的备份都还在。请运行 python -m govsvc check 检查数据库，再备份一次。",
                "backup_damaged",
            )
        for older in superfluous(existing(store.place), retention):
            if older.path != copy.path:  # after a clock went wrong, others may seem later
                with suppress(OSError):  # somebody reads it; it goes another night
                    copies.drop(older)
    return copy


def existing(path: Path) -> list[Copy]:
    """The backups of the database at `path`, the latest first."""
    return copies.existing(path)


def last_checked(path: Path) -> Copy | None:
    """The latest backup that passed its check."""
    return copies.last_checked(path)


def faults(path: Path) -> Sequence[str]:
    """How a backup is damaged, in sentences."""
    return examine(path).faults


def examine(path: Path) -> Examined:
    """What is wrong with a backup, and with the data in it.

    It is opened in a process of its own: a damaged file may end the process that reads it. What a
    server's program wrote is not opened but read through by its counterpart.
    """
    if path.suffix == copies.DUMP:
        return Examined(_faults_of_dump(path))
    try:
        answer = subprocess.run(
            child_process.command("govsvc.admin.backup.verify", str(path)),
            cwd=_ROOT,
            capture_output=True,
            timeout=600,
        )
        return Examined(**json.loads(answer.stdout))
    except (subprocess.TimeoutExpired, ValueError, OSError):
        return Examined(["打开时程序被中止，文件可能已损坏。"])


def _faults_of_dump(path: Path) -> list[str]:
    copy = copies.read(path)
    try:
        if not dumps.is_readable(path):
            return ["文件不能由 pg_restore 读出。"]
        is_other = copy is not None and copies.sha256(path) != copy.sha256
    except FileNotFoundError:
        return ["文件缺失。"]
    except (StoreError, OSError, subprocess.TimeoutExpired) as error:
        return [f"没有能读出：{error.title if isinstance(error, StoreError) else path.name}"]
    return ["文件内容与备份时不同。"] if is_other else []


def superfluous(copies_of_data: Iterable[Copy], retention: Retention) -> list[Copy]:
    """The checked backups that need not stay, the latest first.

    Of each day, week and month the latest one stays, for so many of each. Those made by hand all
    stay for as many days; those made before an upgrade or a restore stay.
    """
    checked = [copy for copy in copies_of_data if copy.is_checked]
    latest_first = sorted(checked, key=lambda copy: copy.made_at, reverse=True)
    staying = _latest_of_periods(latest_first, retention) | _recent_by_hand(
        latest_first, retention.days
    )
    return [
        copy for copy in latest_first if copy.path not in staying and copy.why in (NIGHTLY, BY_HAND)
    ]


def _latest_of_periods(latest_first: Sequence[Copy], retention: Retention) -> set[Path]:
    periods: list[tuple[int, Callable[[Copy], object]]] = [
        (retention.days, lambda copy: copy.made_at.date()),
        (retention.weeks, lambda copy: copy.made_at.isocalendar()[:2]),
        (retention.months, lambda copy: (copy.made_at.year, copy.made_at.month)),
    ]
    staying = {copy.path for copy in latest_first[:1]}
    for most, period in periods:
        latest: dict[object, Path] = {}
        for copy in latest_first:
            latest.setdefault(period(copy), copy.path)
        staying |= set(list(latest.values())[:most])
    return staying


def _recent_by_hand(latest_first: Sequence[Copy], days: int) -> set[Path]:
    """Backups made by hand on one of the last `days` days that have any backup."""
    dates = dict.fromkeys(copy.made_at.date() for copy in latest_first)
    recent = set(list(dates)[:days])
    return {
        copy.path for copy in latest_first if copy.why == BY_HAND and copy.made_at.date() in recent
    }


def is_due(database: DatabaseAddress, now: datetime, at: time = AT) -> bool:
    """Whether last night's backup is still to be made: because the machine was off then, or because
    it is time now.

    That of a database that is gone is due, too: that it cannot be made must be seen.
    """
    night = datetime.combine(now.date(), at)
    if night > now:
        night -= timedelta(days=1)
    return manifest.is_database_known(database) and not any(
        copy.is_checked and copy.why == NIGHTLY and night <= copy.made_at <= now
        for copy in copies.existing(place(database))
    )


__all__ = [
    "AT",
    "BEFORE_RESTORE",
    "BY_HAND",
    "NIGHTLY",
    "REASONS",
    "UPGRADE",
    "Copy",
    "Examined",
    "Retention",
    "examine",
    "existing",
    "faults",
    "is_due",
    "last_checked",
    "make",
    "superfluous",
]
