"""A unit (单位): a department or township, its names, and how long it is there."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from govsvc.domain.indicators import STATIONS, VILLAGES
from govsvc.domain.months import month_after, month_text

DEPARTMENT, TOWNSHIP = "department", "township"
#: kind of a unit → its Chinese name
UNIT_KINDS = {DEPARTMENT: "部门", TOWNSHIP: "乡镇（街道）"}
COUNTY, DUAL, VERTICAL = "县属", "双重管理", "垂直管理"
#: 管理体制; "" where it is not known
MANAGEMENTS = (COUNTY, DUAL, VERTICAL)
#: columns of a roster sheet
ROSTER_HEADERS = (
    "单位名称",
    "类别",
    "简称",
    "曾用名",
    "管理体制",
    "分管县领导",
    "联系人",
    "联系电话",
    "设行政审批股",
    "成建制进驻",
    "纳入电子监察",
    "综窗受理",
    "并联推送",
    "综窗出件",
    "电子归档",
    "起用月份",
    "撤销月份",
    "并入单位",
    "并入月份",
)
#: field → its column, of what is edited where it stands
EDITABLE = {
    "short_names": "简称",
    "management": "管理体制",
    "leader": "分管县领导",
    "contact": "联系人",
    "phone": "联系电话",
    "has_section": "设行政审批股",
    "is_entered_whole": "成建制进驻",
    "is_supervised": "纳入电子监察",
    "takes_at_one_window": "综窗受理",
    "pushes_on": "并联推送",
    "hands_out_at_window": "综窗出件",
    "archives": "电子归档",
}
#: fields of `EDITABLE` that are 是, 否, or "" where nobody has said: of 三集中三到位, and of
#: 一窗受理—集成服务—审核发证—归档
IN_PLACE = ("has_section", "is_entered_whole", "is_supervised")
AT_WINDOW = ("takes_at_one_window", "pushes_on", "hands_out_at_window", "archives")
ANSWERED = (*IN_PLACE, *AT_WINDOW)
ANSWERS = YES, NO = "是", "否"
#: key of the setting: the day on which one of them was last answered otherwise
ANSWERED_ON = "roster_answered_on"
_TOWNSHIP_ENDINGS = ("镇", "乡", "街道", "苏木")


@dataclass(frozen=True, slots=True)
class Unit:
    """A department or township.

    `short_names`: 简称. `aliases`: former names and other spellings. `valid_from`, `valid_to`: its
    first and last month, None where there is no limit. `merged_into`: the unit that stands for it
    from the month after `valid_to`; without one it is dissolved then. 三集中三到位: whether one
    section has all approvals, whether that section is in the hall as a whole, and whether its work
    is supervised electronically. 一窗受理—集成服务—审核发证—归档: whether its items are taken in at
    the 综合窗口, pushed on to whom else they concern, handed out at a window, and archived
    electronically. All of `ANSWERS`, "" where nobody has said.
    """

    name: str
    kind: str
    short_names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    management: str = ""
    leader: str = ""
    contact: str = ""
    phone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: str = ""
    has_section: str = ""
    is_entered_whole: str = ""
    is_supervised: str = ""
    takes_at_one_window: str = ""
    pushes_on: str = ""
    hands_out_at_window: str = ""
    archives: str = ""

    @property
    def merged_from(self) -> date | None:
        """The first month in which another unit stands for this one."""
        return month_after(self.valid_to) if self.merged_into and self.valid_to else None

    @property
    def dissolved_from(self) -> date | None:
        """The first month in which it is gone and no other unit stands for it."""
        return month_after(self.valid_to) if self.valid_to and not self.merged_into else None

    def is_there(self, month: date) -> bool:
        """Whether the unit exists in the month and hands in for itself."""
        return (self.valid_from is None or self.valid_from <= month) and (
            self.valid_to is None or month <= self.valid_to
        )

    @property
    def answers(self) -> tuple[str, ...]:
        """What it answers to each of `ANSWERED`."""
        return tuple(getattr(self, field) for field in ANSWERED)

    def with_answers(self, answers: Mapping[str, str | None]) -> "Unit":
        """The unit with these of its answers; what is "" or None leaves what it has answered."""
        said: dict[str, Any] = {field: text for field, text in answers.items() if text}
        return replace(self, **said)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name that it is known by."""
        return self.name, *self.short_names, *self.aliases


def kind_of(row_kind: str, name: str = "") -> str:
    """The kind of the unit that rows of `row_kind` belong to: a township's government may stand
    among departments.
    """
    if row_kind in (STATIONS, VILLAGES):
        return TOWNSHIP
    return TOWNSHIP if name.endswith(_TOWNSHIP_ENDINGS) and len(name) > 1 else DEPARTMENT


def normal(text: str) -> str:
    """A name in the form in which names are compared: half-width, without spaces."""
    return unspaced(unicodedata.normalize("NFKC", text))


def unspaced(text: str) -> str:
    return "".join(text.split())


def split_names(text: str) -> tuple[str, ...]:
    """住建局、建设局 as two."""
    for mark in "，,；;/":
        text = text.replace(mark, "、")
    return tuple(dict.fromkeys(filter(None, map(unspaced, text.split("、")))))


def roster_cells(unit: Unit) -> list[tuple[str, str]]:
    """(header, text) of all that is known of a unit, as a roster sheet has them."""
    first, dissolved, merged = (
        month_text(month) if month else ""
        for month in (unit.valid_from, unit.dissolved_from, unit.merged_from)
    )
    return list(
        zip(
            ROSTER_HEADERS,
            (
                unit.name,
                UNIT_KINDS[unit.kind],
                "、".join(unit.short_names),
                "、".join(unit.aliases),
                unit.management,
                unit.leader,
                unit.contact,
                unit.phone,
                *(getattr(unit, field) for field in ANSWERED),
                first,
                dissolved,
                unit.merged_into,
                merged,
            ),
        )
    )
