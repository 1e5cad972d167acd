"""The kinds of papers written from the data, each with its name, its draft and its file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from govsvc.board import Board
from govsvc.documents.papers import (
    brief,
    bulletin,
    meeting_pack,
    meeting_report,
    presentation,
    word,
)
from govsvc.documents.papers.model import Draft
from govsvc.documents.papers.summary import summary
from govsvc.workflow.rectification import Ledger


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a paper is written for. `office`: who signs, "" where that is not known; `day`: when.
    `version`: which of the kind's, its first where none is named; `ledger`: the 整改台账 as it
    stands then.
    """

    board: Board
    month: date
    office: str
    day: date
    version: str = ""
    ledger: Ledger | None = None


#: a draft, the spacing of lines in points, when the file is made → its bytes
Writer: TypeAlias = Callable[[Draft, Decimal, datetime], bytes]


@dataclass(frozen=True, slots=True)
class Kind:
    """`key`: what its drafts are kept under; `name`: what one asks for it by; `title`: what it is;
    `draft`: what it says on an occasion; `ending`, `content`: its file. `versions`: what it goes
    out as, where that is more than one.
    """

    key: str
    name: str
    title: str
    draft: Callable[[Occasion], Draft]
    ending: str = ".docx"
    content: Writer = word.content
    versions: tuple[str, ...] = ()

    def file(
        self, draft: Draft, spacing: Decimal, made_at: datetime, base: bytes | None = None
    ) -> bytes:
        """The file; a Word file is written into the office's own document `base`, if any."""
        if base and self.content is word.content:
            return word.content(draft, spacing, made_at, base)
        return self.content(draft, spacing, made_at)


def _summary(one: Occasion) -> Draft:
    return summary(one.board, one.month, office=one.office, day=one.day, ledger=one.ledger)


def _bulletin(one: Occasion) -> Draft:
    return bulletin.bulletin(
        one.board, one.month, office=one.office, day=one.day, version=one.version
    )


def _meeting_report(one: Occasion) -> Draft:
    return meeting_report.meeting_report(
        one.board, one.month, office=one.office, day=one.day, ledger=one.ledger
    )


def _brief(one: Occasion) -> Draft:
    return brief.brief(one.board, one.month, office=one.office, day=one.day)


def _meeting_pack(one: Occasion) -> Draft:
    return meeting_pack.meeting_pack(
        one.board, one.month, office=one.office, day=one.day, ledger=one.ledger
    )


KINDS: tuple[Kind, ...] = (
    Kind("summary", "总结", "年度（阶段）总结", _summary),
    Kind("bulletin", "通报", "月度通报", _bulletin, versions=bulletin.VERSIONS),
    Kind("meeting_report", "汇报", "调度会汇报材料", _meeting_report),
    Kind("brief", "简报", "简报", _brief),
    Kind("meeting_pack", "汇报PPT", "调度会汇报PPT", _meeting_pack, ".pptx", presentation.content),
)
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
