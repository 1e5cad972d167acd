"""The cases of an uploaded list (办件明细), with names and numbers for the callers' workbook.

It is no sheet of a month: nothing of it is stored but what `importing.drawing` makes of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from govsvc.domain.errors import FileRefused, GovsvcError
from govsvc.domain.feedback.drawing import CaseRow
from govsvc.domain.personal_data import MASK
from govsvc.sheets.cells import cell_text, days, values
from govsvc.sheets.cells.calls_vocabulary import CALL_FIELDS
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.formats.grid import Grid, is_blank
from govsvc.sheets.formats.reading import read_grids
from govsvc.sheets.tables import headers

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "case": CALL_FIELDS["case"],
    "item": CALL_FIELDS["name"],
    "unit": (*CALL_FIELDS["unit"], "办结部门", "实施主体", "实施部门", "审批部门"),
    "applicant_type": (
        *("申请人类型", "服务对象", "申请主体类型", "用户属性", "申请者类型", "对象类型"),
        *("服务对象类型", "申请对象类型", "办件主体", "申请人性质", "法人/个人", "个人/法人"),
    ),
    "accepted_on": ("受理日期", "受理时间", "收件时间", "收件日期", "申请时间", "申请日期"),
    "decided_on": ("办结日期", "办结时间", "办理完成时间", "完成时间", "审结时间", "办结日"),
    "applicant": (
        *("企业名称（申请人）", "企业名称", "申请人", "申请单位", "申请人名称", "申请企业"),
        *("单位名称（申请人）", "申请人（单位）", "申请人姓名", "申请主体"),
    ),
    "contact": ("联系人", "经办人", "企业联系人", "联系人姓名", "代办人", "委托代理人"),
    "phone": (
        *("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "联系人电话"),
        *("申请人电话", "联系人手机", "申请人手机号", "申请人联系电话"),
    ),
}
_NAMES = {name: texts[0] for name, texts in _FIELDS.items()}
_KNOWN = {headers.plain(text): name for name, texts in [*_FIELDS.items()][::-1] for text in texts}
#: without these no case can be drawn
_NEEDED = ("case", "unit", "decided_on")
_SEARCHED, _MOST_HEADER_ROWS = 15, 2


@dataclass(slots=True)
class CaseList:
    """What was read of a list. `notes`: what else to say, in Chinese; `refused`: why there is no
    list.
    """

    rows: list[CaseRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has_types: bool = False
    refused: GovsvcError | None = None


def read_case_list(file: str, content: bytes) -> CaseList:
    """The cases of all sheets that have them; no file raises GovsvcError."""
    result = CaseList()
    try:
        grids, result.notes = read_grids(file, content)
        nearest: dict[str, int] = {}
        for grid in grids:
            header = _header(grid)
            if header is None:
                continue
            last, columns = header
            nearest = max(nearest, columns, key=len)
            if all(name in columns for name in _NEEDED):
                result.has_types |= "applicant_type" in columns
                _read(result, grid, last, columns)
        if not result.rows:
            raise _refusal(nearest)
    except GovsvcError as refusal:
        return CaseList(refused=refusal)
    return result


def _refusal(nearest: Mapping[str, int]) -> FileRefused:
    missing = "、".join(f"“{_NAMES[name]}”" for name in _NEEDED if name not in nearest)
    if nearest and not missing:
        return FileRefused("办件明细里没有办件。", "请核对导出的是不是这一周。", "empty_case_list")
    found = f"缺少{missing}列" if nearest else "没有找到表头"
    return FileRefused(
        f"这不像办件明细：{found}。",
        "请从办件系统导出带办件编号、承办单位、办结日期、申请人类型、联系电话的明细。",
        "no_case_list",
    )


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """(last row of the header, field → column): of the rows that may be one the most telling."""
    best: tuple[int, dict[str, int]] | None = None
    for first in range(min(_SEARCHED, len(grid.rows))):
        for last in range(first, min(first + _MOST_HEADER_ROWS, len(grid.rows))):
            columns: dict[str, int] = {}
            for column, texts in headers.levels(grid, first, last).items():
                name = next(
                    (_KNOWN[word] for word in headers.spellings(texts) if word in _KNOWN), ""
                )
                if name:
                    columns.setdefault(name, column)
            if "case" in columns and len(columns) > (len(best[1]) if best else 1):
                best = last, columns
    return best


def _read(result: CaseList, grid: Grid, last: int, columns: Mapping[str, int]) -> None:
    lost = 0
    for row in range(last + 1, len(grid.rows)):
        if is_blank(grid.rows[row]):
            continue
        cells = {name: grid.filled(row, column) for name, column in columns.items()}
        try:
            case = _case(cells["case"])
        except Wrong:
            case, lost = "", lost + 1
        if not (case or cell_text.packed(cells.get("phone", "")) or _day(cells["decided_on"])):
            continue  # a total, a note, a heading
        result.rows.append(
            CaseRow(
                case,
                cell_text.name(cells["unit"]),
                cell_text.name(cells.get("item", "")),
                cell_text.packed(cells.get("applicant_type", "")),
                _day(cells.get("accepted_on", "")),
                _day(cells["decided_on"]),
                cell_text.name(cells.get("applicant", "")),
                cell_text.name(cells.get("contact", "")),
                cell_text.packed(cells.get("phone", "")),
                grid.name,
                row + 1,
            )
        )
    if lost:
        result.notes.append(
            f"表“{grid.name}”有{lost}个办件编号位数丢失（如 3.71E+20），这些办件不能抽取；"
            "请把办件编号列设为文本后重新导出。"
        )


def _case(cell: CellValue) -> str:
    """The 办件编号 as a ledger of calls reads it, so that both are known to be one case."""
    try:
        return values.code(cell)
    except Wrong as wrong:
        if wrong.code == "not_a_code":
            word = cell_text.packed(cell)
            return "" if MASK in word else word
        raise


def _day(cell: CellValue) -> date | None:
    """The day, whatever time stands behind it; None where it is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    # the clock behind a day must not become part of it: 9/2 10:30
    word = f"{cell}".strip().replace("T", " ").split()
    try:
        text = days.day(word[0]) if word else ""
    except Wrong:
        return None
    return date.fromisoformat(text) if text else None
