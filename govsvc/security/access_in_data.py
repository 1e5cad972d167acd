"""What the data remember of who may enter, so that accounts that are lost open nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from govsvc.domain.errors import GovsvcError
from govsvc.security.roles import Actor

#: code of the error for accounts that are gone
LOST = "accounts_lost"


@dataclass(frozen=True, slots=True)
class RememberedAccess:
    """`has_accounts`: accounts belong to the data. `is_closed`: only who signs in may look."""

    has_accounts: bool = False
    is_closed: bool = False


class AccessInData(Protocol):
    """The part of the data that remembers who may enter. Everything raises StoreError."""

    def read(self) -> RememberedAccess: ...

    def set_closed(self, is_closed: bool, by: Actor, when: datetime) -> None:
        """Raises NotAllowed where `by` is no administrator."""


class WithoutData:
    """Accounts on their own: no data remember anything of them."""

    def read(self) -> RememberedAccess:
        return RememberedAccess()

    def set_closed(self, is_closed: bool, by: Actor, when: datetime) -> None:
        pass


def lost(where: str, is_file: bool = True) -> GovsvcError:
    """The error for accounts that are missing or empty beside data that had some."""
    what = "账号文件缺失，或是空的" if is_file else "服务器上没有账号"
    restoring = (
        "运行 python -m govsvc restore --last --only-accounts，从备份恢复账号"
        if is_file
        else "从 PostgreSQL 的备份恢复 account 表"
    )
    return GovsvcError(
        f"{what}：{where}。这些数据原来有账号，所以没有自动新建，"
        "现在谁也不能登录和查看，数据不受影响。",
        f"请管理员停止看板，{restoring}；"
        "没有备份的，运行 python -m govsvc user new-administrator admin，重新设一个管理员。",
        LOST,
    )
