"""Roles and what each may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from govsvc.domain.errors import NotAllowed


class Right(StrEnum):
    """What an actor may do."""

    LOOK = "look"
    UPLOAD = "upload"
    #: uploads that touch all units: opening a month, the city's bulletin, lists that change other
    #: departments' rows
    UPLOAD_ALL = "upload_all"
    REVIEW = "review"
    MANAGE = "manage"


@dataclass(frozen=True, slots=True)
class Role:
    """What an account may do, under one name. `description`: the same in words, for the page of
    accounts.
    """

    key: str
    name: str
    description: str
    rights: frozenset[Right]


def _role(key: str, name: str, description: str, inherited: Iterable[Right], *more: Right) -> Role:
    return Role(key, name, description, frozenset({*inherited, *more}))


VIEWER = _role("viewer", "查阅", "看，下载", (), Right.LOOK)
UPLOADER = _role(
    "uploader",
    "填报",
    "还可导入、零报告，撤销自己的导入，交办整改事项，签收、反馈、申请销号；"
    "可以只限指定的部门、乡镇",
    VIEWER.rights,
    Right.UPLOAD,
    Right.UPLOAD_ALL,
)
REVIEWER = _role(
    "reviewer",
    "审核",
    "还可退回、定稿、存更正版，复核销号，整改的退回、延期、转办、作废，录入会议议定事项",
    UPLOADER.rights,
    Right.REVIEW,
)
ADMINISTRATOR = _role(
    "administrator",
    "管理员",
    "还可改目标值、口径、名录和设置，撤销，管理用户，备份",
    REVIEWER.rights,
    Right.MANAGE,
)
#: the roles that an account may have
ROLES = (VIEWER, UPLOADER, REVIEWER, ADMINISTRATOR)
#: stands for the address of whoever is on the machine that the program runs on
THIS_MACHINE = "本机"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: the name that the log notes, the role, and from where.

    `units`: departments and townships that a 填报 account is limited to. `source`: address, or
    `THIS_MACHINE`. `account`: the account's name, "" for somebody who has not signed in.
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
        """Raises NotAllowed where the actor lacks the right; `doing`: what he tried, in words."""
        if not self.may(right):
            raise NotAllowed(f"没有权限：{doing}需要{needed(right)}。", self.way_out)

    @property
    def way_out(self) -> str:
        """What somebody can do who lacks the right, in words."""
        return (
            "请用有权限的账号登录，或请管理员设置。数据没有改变。"
            if self.account
            else "请先登录。数据没有改变。"
        )


def needed(right: Right) -> str:
    """The least role that has the right, in words: “审核”权限."""
    names = [f"“{role.name}”" for role in ROLES if right in role.rights]
    limit = "（不限部门）" if right == Right.UPLOAD_ALL else ""
    return f"{names[0]}{limit}权限"


#: somebody whom an identity provider has named, and whom the rules keep out
BARRED = Role("barred", "不许进入", "", frozenset())
#: somebody who has not signed in: where looking is open to all, and where it is not
VISITOR = Actor("未登录", VIEWER)
NOBODY = Actor("未登录", Role("nobody", "未登录", "", frozenset()))


def system_actor(name: str = "系统", source: str = THIS_MACHINE) -> Actor:
    """The machine itself, which has all files anyway: as the command line, or as the nightly
    backup.
    """
    return Actor(name, ADMINISTRATOR, source=source, account=name)


#: whoever runs a command on the machine
COMMAND_LINE = system_actor("命令行")


def by_key(key: str) -> Role:
    """The role of an account. Raises KeyError."""
    return {role.key: role for role in ROLES}[key]
