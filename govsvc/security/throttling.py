"""Growing delays after failures, for each account and each address; names that are no account wait
like those that are.

An attempt is counted before its password is looked at, so that many at once gain nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from govsvc.domain.errors import GovsvcError
from govsvc.security.accounts import failure_key
from govsvc.security.side_database import SideDatabase

#: seconds after which failures are forgotten
_FORGOTTEN = 3600


@dataclass(frozen=True, slots=True)
class Delay:
    """So many failures cost nothing; from then on each doubles the wait, up to the longest
    (seconds).
    """

    free: int
    longest: int

    def after(self, failures: int) -> int:
        return (
            0 if failures < self.free else min(2 ** min(failures - self.free + 1, 20), self.longest)
        )


#: an account may be locked out by others for no longer than this; an address may be shared by an
#: office
OF_ACCOUNT, OF_ADDRESS = Delay(3, 300), Delay(10, 900)


def attempt(file: SideDatabase, name: str, source: str, now: datetime) -> None:
    """Counts an attempt as failed.

    Raises GovsvcError where account or address must wait; nothing is counted then.
    """
    at = now.timestamp()
    with file.writing() as writing:
        writing.rows("delete_old_failures", before=at - _FORGOTTEN)
        waits = []
        for place, delay in ((failure_key(name), OF_ACCOUNT), (f"address:{source}", OF_ADDRESS)):
            found = writing.rows("read_failure", place=place)
            count, last = found[0] if found else (0, at)
            waits.append(delay.after(count) - max(at - last, 0))
            writing.rows("write_failure", place=place, count=count + 1, at=at)
        wait = max(waits)
        if wait > 0:
            raise GovsvcError("登录太频繁。", f"请{_words(wait)}后再试。", "too_soon")


def succeeded(file: SideDatabase, name: str, source: str) -> None:
    """The account's failures are forgotten; of the address this attempt alone: its owner may be
    trying other accounts.
    """
    with file.writing() as writing:
        writing.rows("delete_failure", place=failure_key(name))
        writing.rows("lower_failure", place=f"address:{source}")


def _words(seconds: float) -> str:
    whole = int(seconds) + 1
    return f"{whole}秒" if whole < 120 else f"{-(-whole // 60)}分钟"
