"""What is amiss with a member item of a thing: the link at which its chain breaks (断点)."""

from dataclasses import dataclass

from govsvc.domain.chains.things import Chain, Member
from govsvc.domain.indicators import ProblemList
from govsvc.domain.rows import ListRow

NOT_IN_USE, GONE = "已停用", "事项清单中已没有"
NOT_MATCHED, SEVERAL = "事项清单中没有", "事项清单中同名的有多个"


@dataclass(frozen=True, slots=True)
class Link:
    """One member item of one thing and what is amiss with it.

    `unit`: the department that has the item, else what the list says, else the 牵头部门.
    `problem_list`, `row`: where the item is on a list.
    """

    chain: Chain
    member: Member
    reason: str
    unit: str
    problem_list: ProblemList | None = None
    row: ListRow | None = None

    @property
    def item(self) -> str:
        return self.row.name if self.row else self.member.name

    @property
    def key(self) -> str:
        """What tells it from others, whatever the month."""
        return f"{self.chain.key}/{self.member.code or self.member.name}/{self.reason}"
