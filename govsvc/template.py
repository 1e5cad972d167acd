"""The empty workbook that clerks fill in: one sheet a kind, its headers from the definitions, and a page of explanation."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from govsvc import indicators
from govsvc.indicators import BULLETIN, ITEMS, KINDS, STATIONS, TARGETS, VILLAGES, Rules

MONTH = "统计月份"


def headers(kind: str) -> list[str]:
    """The template's column headers for one kind, in order."""
    flags = [flag.header for flag in indicators.flags_of(kind) if flag.key != "has_standard_name"]
    if kind == ITEMS:
        return [MONTH, "实施编码", "事项名称", "事项类型", "实施主体", *flags]
    if kind == STATIONS:
        return [MONTH, "乡镇（街道）", "村（社区）", "站点名称", *flags]
    if kind == VILLAGES:
        return [MONTH, "区划代码", "乡镇（街道）", "村（社区）"]
    if kind == TARGETS:
        return ["指标名称", "目标年度", "目标值", "牵头单位"]
    counts = [header for i in indicators.headline_indicators() if i.numerator_headers
              for header in (i.numerator_headers[0], i.denominator_headers[0])]
    return [MONTH, "县（市、区）", *dict.fromkeys(counts)]


def _explanation() -> list[Sequence[str]]:
    return [
        ("怎样填", "每张表第一行是表头，从第二行起填数据。列的顺序可以变，也可以加列；不用的表可以删掉。"),
        ("统计月份", "写作 2026年10月。指数据所属的月份，不是填报日期。"),
        ("是否……", "填 是 或 否；也认 √、×、有、无。"),
        ("实施编码", "按文本填写，31位，不要让 Excel 变成 3.71E+20。"),
        ("事项类型", "、".join(Rules().types_in_scope) + "。处罚、强制等依职权事项不计入。"),
        ("站点名称", "村级规范名称为“村（社区）名＋便民服务站”，如 东关村便民服务站。没有站点的留空。"),
        ("全市指标", "县名一行一个；没有报送的填 —。也可以直接导入市里发的通报表。"),
        ("目标值", "写作 99.9%。指标名称：" + "、".join(i.short for i in indicators.headline_indicators()) + "。"),
        ("个人信息", "不要填写姓名、电话和身份证号。严禁上传涉密信息。"),
    ]


def workbook() -> bytes:
    """The template as .xlsx."""
    book = Workbook()
    page = book.active
    page.title = "说明"
    for row in [("政务服务指标月报模板", ""), *_explanation()]:
        page.append(row)
    page["A1"].font = Font(bold=True, size=15)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, 90
    for row in page.iter_rows(min_row=2):
        row[0].font = Font(bold=True)
        row[1].alignment = Alignment(wrap_text=True, vertical="top")
    for kind in (ITEMS, STATIONS, BULLETIN, TARGETS, VILLAGES):
        _sheet(book, kind)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, kind: str) -> None:
    page = book.create_sheet(KINDS[kind])
    names = headers(kind)
    page.append(names)
    choices = {flag.header: ["是", "否"] for flag in indicators.flags_of(kind) if not flag.is_text}
    choices |= {"事项类型": list(Rules().types_in_scope), "指标名称": [i.short for i in indicators.headline_indicators()]}
    for column, name in enumerate(names, start=1):
        letter = get_column_letter(column)
        cell = page.cell(1, column)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F2F5F8")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        page.column_dimensions[letter].width = 36 if name in ("实施编码", "事项名称", "站点名称") else 16
        page.column_dimensions[letter].number_format = "@"
        if name in choices:
            allowed = DataValidation(type="list", formula1='"' + ",".join(choices[name]) + '"', allow_blank=True)
            allowed.error, allowed.errorTitle = "请从下拉中选择", name
            page.add_data_validation(allowed)
            allowed.add(f"{letter}2:{letter}5000")
    page.freeze_panes = "A2"
