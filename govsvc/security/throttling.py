"""Growing delays after failures to sign in, counted for each account and for each address.

Names that are no account wait like those that are. Behind a proxy that does not say who comes,
everybody has the address of this machine: there accounts alone are counted.

An attempt is counted as failed before its password is looked at, so that many attempts at once gain
nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from govsvc.domain.errors import GovsvcError
from govsvc.security.account import failure_key
from govsvc.security.accounts_database import intact_values
from govsvc.security.roles import THIS_MACHINE
from govsvc.security.side_database import Writing
from govsvc.security.side_tables import SideTables

#: after which failures are forgotten
FORGOTTEN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Delay:
    """`free` failures cost nothing; each further one doubles the wait, up to `longest` seconds."""

    free: int
    longest: int

    def after(self, failures: int) -> int:
        """Seconds to wait after so many failures."""
        if failures < self.free:
            return 0
        return min(1 << min(failures - self.free + 1, 20), self.longest)


#: others may lock an account for no longer than this; a whole office may share an address
OF_ACCOUNT, OF_ADDRESS = Delay(3, 300), Delay(10, 900)


def attempt(file: SideTables, name: str, source: str, now: datetime) -> None:
    """Counts an attempt to sign in as failed.

    Raises GovsvcError where account or address must wait; nothing is counted then.
    """
    at = now.timestamp()
    with file.writing() as writing:
        writing.rows("delete_old_failures", before=at - FORGOTTEN.total_seconds())
        waits = []
        for key, delay in _counted(name, source):
            rows = writing.rows("read_failure", key=key)
            count, last = rows[0] if rows else (0, at)
            with intact_values():
                waits.append(delay.after(count) - max(at - last, 0))
            writing.rows("write_failure", key=key, count=count + 1, at=at)
        wait = max(waits)
        if wait > 0:
            raise GovsvcError("登录太频繁。", f"请{_wait_text(wait)}后再试。", "too_soon")


def forget_failures(file: SideTables, name: str, source: str) -> None:
    """After a right password: all failures of the account are forgotten, of the address this one.

    Its owner may be trying other accounts from there.
    """
    with file.writing() as writing:
        writing.rows("delete_failure", key=failure_key(name))
        writing.rows("lower_failure", key=_address_key(source))


def end_waiting(writing: Writing, name: str, sources: Iterable[str]) -> None:
    """Forgets all failures of the account and of these addresses."""
    for key in (failure_key(name), *map(_address_key, sources)):
        writing.rows("delete_failure", key=key)


def _counted(name: str, source: str) -> list[tuple[str, Delay]]:
    """(what an attempt is counted for, how long that waits)."""
    counted = [(failure_key(name), OF_ACCOUNT)]
    if source != THIS_MACHINE:
        counted.append((_address_key(source), OF_ADDRESS))
    return counted


def _address_key(source: str) -> str:
    return f"address:{source}"


def _wait_text(seconds: float) -> str:
    whole = int(seconds) + 1
    return f"{whole}秒" if whole < 120 else f"{-(-whole // 60)}分钟"
