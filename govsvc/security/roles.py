"""Roles and what each may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from govsvc.domain.errors import NotAllowed


class Right(StrEnum):
    """What somebody may do."""

    LOOK = "look"
    UPLOAD = "upload"
    #: what touches all units: opening a month, the city's bulletin, lists that change other
    #: departments' rows
    UPLOAD_ALL = "upload_all"
    REVIEW = "review"
    MANAGE = "manage"


@dataclass(frozen=True, slots=True)
class Role:
    """`description`: what it may do, for the page of accounts."""

    key: str
    name: str
    description: str
    rights: frozenset[Right]


def _role(key: str, name: str, description: str, before: Iterable[Right], *more: Right) -> Role:
    return Role(key, name, description, frozenset({*before, *more}))


VIEWER = _role("viewer", "查阅", "看，下载", (), Right.LOOK)
UPLOADER = _role(
    "uploader",
    "填报",
    "还可导入、零报告；可以只限指定的部门、乡镇",
    VIEWER.rights,
    Right.UPLOAD,
    Right.UPLOAD_ALL,
)
REVIEWER = _role("reviewer", "审核", "还可退回、定稿、存更正版", UPLOADER.rights, Right.REVIEW)
ADMINISTRATOR = _role(
    "administrator",
    "管理员",
    "还可改目标值、口径、名录和设置，撤销，管理用户，备份",
    REVIEWER.rights,
    Right.MANAGE,
)
#: what an account may be given
ROLES = (VIEWER, UPLOADER, REVIEWER, ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: the name that is noted, the role, from where.

    `units`: departments and townships that a 填报 account is limited to.
    """

    name: str
    role: Role
    units: tuple[str, ...] = ()
    source: str = ""
    account: str = ""

    @property
    def is_limited(self) -> bool:
        return bool(self.units) and self.role == UPLOADER

    def may(self, right: Right) -> bool:
        return right in self.role.rights and not (right == Right.UPLOAD_ALL and self.is_limited)

    def require(self, right: Right, doing: str) -> None:
        """Raises NotAllowed where he may not; `doing` says what."""
        if not self.may(right):
            raise NotAllowed(f"没有权限：{doing}需要{needed(right)}。", self.way_out)

    @property
    def way_out(self) -> str:
        return (
            "请用有权限的账号登录，或请管理员设置。数据没有改变。"
            if self.account
            else "请先登录。数据没有改变。"
        )


def needed(right: Right) -> str:
    """“审核”或“管理员”权限."""
    names = [f"“{role.name}”" for role in ROLES if right in role.rights]
    limit = "（不限部门）" if right == Right.UPLOAD_ALL else ""
    return f"{names[0]}{limit}权限"


#: who is kept out though a provider has named him
BARRED = Role("barred", "不许进入", "", frozenset())
#: who has not signed in, where looking is open to all; and where it is not
VISITOR = Actor("未登录", VIEWER)
NOBODY = Actor("未登录", Role("nobody", "未登录", "", frozenset()))


def system_actor(name: str = "系统", source: str = "本机") -> Actor:
    """The administrator of the machine itself, who has the files anyway: the command line, the
    app's own work at night.
    """
    return Actor(name, ADMINISTRATOR, source=source, account=name)


#: who runs a command on the machine
COMMAND_LINE = system_actor("命令行")


def by_key(key: str) -> Role:
    """Raises KeyError."""
    return {role.key: role for role in ROLES}[key]
