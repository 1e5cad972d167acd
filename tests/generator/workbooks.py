"""Pages → bytes of a workbook (.xlsx, .xls, .ods) or text (.csv), and whole months written into
files in random layouts.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from xml.sax.saxutils import escape, quoteattr

import xlwt
from hostile_files import saved
from hypothesis import strategies as st
from openpyxl import Workbook

from generator.layouts import Page, month_text
from generator.months import HOME, Month
from generator.tables import Expected, add_bulletin, add_items, add_stations

FORMATS = ("xlsx", "xls", "ods", "csv")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
SHEET_NAMES = {"items": "政务服务事项", "stations": "基层站点", "bulletin": "全市指标"}
TITLES = {
    "items": "政务服务事项清单",
    "stations": "村（社区）便民服务站点台账",
    "bulletin": "政务服务指标通报",
}
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(pages: Sequence[Page]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.name)
        for row in page.rows:
            sheet.append(row)
        for top, left, bottom, right in page.merges:
            sheet.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
        sheet.sheet_state = "hidden" if page.is_hidden else "visible"
    return saved(book)


def xls(pages: Sequence[Page]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for page in pages:
        sheet = book.add_sheet(page.name)
        merges = {(top, left): (bottom, right) for top, left, bottom, right in page.merges}
        for number, row in enumerate(page.rows):
            for column, cell in enumerate(row):
                if (number, column) in merges:
                    bottom, right = merges[number, column]
                    sheet.write_merge(number, bottom, column, right, cell)
                elif cell is not None:
                    sheet.write(number, column, cell)
        sheet.visibility = int(page.is_hidden)
    return saved(book)


def ods(pages: Sequence[Page]) -> bytes:
    tables = []
    for page in pages:
        merges = {(top, left): (bottom, right) for top, left, bottom, right in page.merges}
        covered = {
            (row, column)
            for top, left, bottom, right in page.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - merges.keys()
        rows = []
        for number, row in enumerate(page.rows):
            cells = []
            for column, cell in enumerate(row):
                bottom, right = merges.get((number, column), (number, column))
                span = (
                    ""
                    if (bottom, right) == (number, column)
                    else (
                        f' table:number-rows-spanned="{bottom - number + 1}" '
                        f'table:number-columns-spanned="{right - column + 1}"'
                    )
                )
                tag = "covered-table-cell" if (number, column) in covered else "table-cell"
                if cell is None:
                    cells.append(f"<table:{tag}{span}/>")
                elif isinstance(cell, str):
                    text = "</text:p><text:p>".join(map(escape, cell.split("\n")))
                    cells.append(
                        f'<table:{tag}{span} office:value-type="string"><text:p>{text}</text:'
                        f"p></table:{tag}>"
                    )
                else:
                    cells.append(
                        f'<table:{tag}{span} office:value-type="float" '
                        f'office:value="{cell}"><text:p>{cell}</text:p></table:{tag}>'
                    )
            rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
        tables.append(
            f"<table:table table:name={quoteattr(page.name)}>{''.join(rows)}</table:table>"
        )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0"><office:body><office:spreadsheet>{"".join(tables)}</of'
        "fice:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def text(page: Page, encoding: str, separator: str) -> bytes:
    out = io.StringIO()
    width = max(map(len, page.rows))
    csv.writer(out, delimiter=separator).writerows(
        [*row, *[None] * (width - len(row))] for row in page.rows
    )
    return out.getvalue().encode(encoding)


@dataclass
class Draft:
    """A file before it is bytes, and what must be read of it."""

    name: str
    pages: list[Page]
    expected: Expected
    encoding: str
    separator: str

    def content(self) -> bytes:
        kind = self.name.rpartition(".")[2]
        if kind == "csv":
            return text(self.pages[0], self.encoding, self.separator)
        return {"xlsx": xlsx, "xls": xls, "ods": ods}[kind](self.pages)

    def __repr__(self) -> str:
        return self.name


@st.composite
def drafts(
    draw,
    month: Month,
    kinds: Sequence[str] = ("items", "stations", "bulletin"),
    formats: Sequence[str] = FORMATS,
) -> list[Draft]:
    """One file a kind, or a workbook of all kinds."""
    together = len(kinds) > 1 and draw(st.integers(0, 3)) == 3
    found = []
    for group in [kinds] if together else [(kind,) for kind in kinds]:
        kind_of_file = draw(st.sampled_from([f for f in formats if f != "csv" or not together]))
        stem = "".join(
            {"items": "事项", "stations": "站点", "bulletin": "通报"}[kind] for kind in group
        )
        says = draw(st.sampled_from(("title", "file", "column", "both")))
        if says in ("file", "both"):
            stem = f"{stem}{month_text(draw, month.month)}"
        expected, pages = Expected(), []
        for kind in group:
            pages += _pages(draw, kind, month, expected, kind_of_file != "csv", says, stem)
        if kind_of_file != "csv":
            pages.insert(
                draw(st.integers(0, len(pages))),
                Page("填表说明", [["请各单位于每月5日前报送。"], ["联系电话见通讯录"]]),
            )
        found.append(
            Draft(
                f"{stem}.{kind_of_file}",
                pages,
                expected,
                draw(st.sampled_from(ENCODINGS)),
                draw(st.sampled_from((",", "\t", ";"))),
            )
        )
    return found


def _pages(
    draw, kind: str, month: Month, expected: Expected, is_workbook: bool, says: str, stem: str
) -> list[Page]:
    """The pages of one kind: one table, two under one another, or one page a unit."""
    in_title = f"（{month_text(draw, month.month)}）" if says in ("title", "both") else ""
    options = {"can_merge": is_workbook, "has_month": says == "column"}
    titles = _titles(draw, kind, in_title, is_needed=_is_bare(kind, month))
    name = SHEET_NAMES[kind] if is_workbook else stem
    if kind == "bulletin":
        page = Page(name)
        add_bulletin(draw, page, expected, month, titles=titles, **options)
        return [page]
    by_unit: dict[str, list] = {}
    for row in month.items if kind == "items" else month.villages:
        by_unit.setdefault(row.unit if kind == "items" else row.township, []).append(row)
    way = draw(
        st.sampled_from(("one", "one", "stacked", "by unit") if len(by_unit) > 1 else ("one",))
    )
    add = partial(
        add_items if kind == "items" else add_stations,
        draw,
        expected=expected,
        month=month,
        **options,
    )
    if way == "by unit" and is_workbook:
        return _page_for_each_unit(draw, add, by_unit, titles)
    stacked = _parts(draw, by_unit, way)
    page = Page(name)
    for number, rows in enumerate(stacked):
        if number:
            page.rows.append([None])
        add(page=page, rows=rows, titles=["二、其他单位" + in_title] if number else titles)
    return [page]


def _is_bare(kind: str, month: Month) -> bool:
    """Whether a page without a title may be of anything, so that it is refused or asked about: a
    single 进驻率, stations of a township of which none is called 便民服务 or 代办.
    """
    if kind == "stations":
        named = {
            village.township
            for village in month.villages
            if any(word in (village.station or "") for word in ("便民服务", "代办"))
        }
        return any(village.township not in named for village in month.villages)
    return kind == "bulletin" and len(next(iter(month.bulletin.values()))) == 1


def _titles(draw, kind: str, in_title: str, *, is_needed: bool) -> list[str]:
    """What stands above the table; nothing at all in some, where the month stands elsewhere and
    none is needed.
    """
    title = f"{HOME if kind != 'bulletin' else '全市'}{TITLES[kind]}{in_title}"
    second = (
        ["填报单位：行政审批和政务服务局    填报日期：2028年1月5日"] if draw(st.booleans()) else []
    )
    return [title, *second] if in_title or is_needed or draw(st.booleans()) else []


def _page_for_each_unit(draw, add, by_unit: dict[str, list], titles: list[str]) -> list[Page]:
    pages = []
    for unit, rows in by_unit.items():
        pages.append(Page(unit))
        of_sheet = draw(st.booleans())
        # whose rows these are is asked where a title names another department than the sheet does
        shown = titles[:1] if of_sheet else titles
        add(page=pages[-1], rows=rows, titles=shown, unit_of_sheet=of_sheet)
    return pages


def _parts(draw, by_unit: dict[str, list], way: str) -> list[list]:
    """All rows in one table, or (`stacked`) the units from one on in a table of their own."""
    rows = [row for rows_of_unit in by_unit.values() for row in rows_of_unit]
    if way != "stacked":
        return [rows]
    units = list(by_unit)
    cut = units.index(draw(st.sampled_from(units[1:])))
    count = sum(len(by_unit[unit]) for unit in units[:cut])
    return [rows[:count], rows[count:]]
