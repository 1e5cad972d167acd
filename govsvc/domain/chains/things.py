"""One 一件事 and its member items, as the list has them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from govsvc.domain.chains.savings import Change
from govsvc.domain.entries import COUNTED

ONLINE, TRIAL, UNDER_WAY, NOT_ONLINE, NOT_BEGUN, CANCELLED = (
    "launched",
    "trial",
    "under_way",
    "not_launched",
    "not_begun",
    "cancelled",
)
#: state → its name; only `ONLINE` is 上线, and what is cancelled is in no number
STATES = {
    ONLINE: "已上线",
    TRIAL: "试运行",
    UNDER_WAY: "推进中",
    NOT_ONLINE: "未上线",
    NOT_BEGUN: "未启动",
    CANCELLED: "已取消",
}
#: bodies that are no department of the county: they have no item in its list
_OUTSIDE = re.compile(
    r"银行|信用社|农信|公司|集团|电网|保险公司|担保|水司|供水|供电|供气|供热|燃气|自来水|电力|"
    r"移动|联通|电信|铁塔|广电网络|通信|中介|邮政"
)
_QUOTES = re.compile(r"[\s“”\"'‘’「」《》【】]+")
_AROUND = re.compile(r"^高效办成(?=.)|(?<=.)(?:一件事(?:一次办)?|一次办)$")


@dataclass(frozen=True, slots=True)
class Member:
    """A member item (关联事项) as the list writes it. `unit`: whose it is, "" where it is not said;
    `code`: of the item, "" where the list has none.
    """

    name: str
    unit: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """One thing. `unit`: 牵头部门, "" where none is named. `state`: of `STATES`, "" where unknown.
    `is_due`: whether it should be in place (应落地), None where nobody said. `partners`: 联办部门,
    with banks and companies. `changes`: key of a saving → before and after.
    """

    month: date
    name: str
    unit: str = ""
    state: str = ""
    is_due: bool | None = None
    members: tuple[Member, ...] = ()
    partners: tuple[str, ...] = ()
    changes: Mapping[str, Change] = field(default_factory=dict)
    category: str = ""
    origin: str = ""
    entrance: str = ""
    window: str = ""
    online_on: str = ""
    note: str = ""
    status: str = COUNTED
    file: str = ""
    sheet: str = ""
    row: int = 0

    @property
    def key(self) -> str:
        """What tells it from others."""
        return chain_key(self.name)


def chain_key(name: str) -> str:
    """A thing's name as it is compared: 高效办成“企业开办”一件事 is 企业开办."""
    bare = _QUOTES.sub("", name)
    return _AROUND.sub("", _AROUND.sub("", bare)) or bare


def is_outside(name: str) -> bool:
    """Whether the name is that of a bank or company, and of no department."""
    return bool(_OUTSIDE.search(name))
