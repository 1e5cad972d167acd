"""Columns of cells → a page as an office lays it out: titles, header of one to three rows, totals,
merges, repeated headers, notes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from hypothesis import strategies as st

MONTH_TEXTS = ("{0}年{1}月", "{0}年{1}月份", "{0}.{1:02d}", "{0}-{1:02d}", "{0}{1:02d}")
GROUP_LABELS = ("基本信息", "办理情况", "核查情况", "其他情况")
UNKNOWN = {
    "办理地点": "县城中心路8号",
    "咨询电话": "0000-1234567",
    "申请材料数": 20,
    "办理流程": "受理、审查、决定",
    "到大厅窗口": "3号窗口",
    "录入时间": "2026-10-08",
}


@dataclass(slots=True)
class Column:
    """`field`: what the library calls it, "" for one it does not know.

    `group`: label above the header, where the layout keeps it.
    """

    field: str
    header: str
    cells: list
    group: str = ""


@dataclass(slots=True)
class Page:
    """One sheet: `rows` of cells (None: blank), `merges` as (top, left, bottom, right) from 0."""

    name: str
    rows: list[list] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_hidden: bool = False


@dataclass(slots=True)
class Laid:
    """Where a table came to stand on its page: data row → row from 1; field → column from 0."""

    rows: list[int]
    columns: dict[str, int]


def month_text(draw, month: date) -> str:
    return draw(st.sampled_from(MONTH_TEXTS)).format(month.year, month.month)


def header_text(draw, synonyms: Sequence[str]) -> str:
    """One of the synonyms as it is written: with spaces, a line break, a mark in front, half-width
    brackets.
    """
    word = synonyms[draw(st.integers(0, 10**6)) % len(synonyms)]
    way = draw(st.integers(0, 11))
    half = len(word) // 2
    ways = {
        6: f"{word[:half]}\n{word[half:]}",
        7: " ".join(word),
        8: f"*{word}",
        9: f"{word}：",
        10: word.replace("（", "(").replace("）", ")"),
        11: f"\u3000{word} ",
    }
    return ways.get(way, word)


def unknown_columns(draw, height: int) -> list[Column]:
    return [
        Column("", header, [UNKNOWN[header] if row % 3 else None for row in range(height)])
        for header in draw(st.lists(st.sampled_from(sorted(UNKNOWN)), max_size=3, unique=True))
    ]


def shuffled(draw, columns: list[Column]) -> list[Column]:
    """In any order, the columns of a group together; a number in front where the office has one."""
    blocks: dict[str, list[Column]] = {}
    for place, column in enumerate(columns):
        blocks.setdefault(column.group or f"\0{place}", []).append(column)
    found = [column for key in draw(st.permutations(sorted(blocks))) for column in blocks[key]]
    if draw(st.booleans()):
        found.insert(0, Column("", "序号", [row + 1 for row in range(len(found[0].cells))]))
    return found


def lay(
    draw,
    page: Page,
    columns: list[Column],
    units: Sequence[str],
    titles: Sequence[str],
    *,
    can_merge: bool,
    unit_field: str,
    average: bool = False,
) -> Laid:
    """Adds a table below what the page holds.

    `units`: unit of each row, in runs; `average`: totals are 全市平均 of all rows.
    """
    width = len(columns)
    merged = can_merge and draw(st.booleans())
    _titles(draw, page, titles, width, merged)
    header, header_merges = _header(draw, columns, merged)
    page.merges += _shifted(header_merges, len(page.rows))
    page.rows += [list(row) for row in header]
    if width > 3 and draw(st.integers(0, 7)) == 7:
        page.rows.append([number + 1 for number in range(width)])
    at = {column.field: position for position, column in enumerate(columns) if column.field}
    unit_column = at.get(unit_field)
    totals = draw(st.sampled_from(("none", "none", "top", "inside", "foot")))
    if totals == "top":
        page.rows.append(_total(draw, columns, "全市平均" if average else "合计", unit_column))
    _fill_units(draw, columns, unit_column, units, merged)
    breaks = draw(st.integers(0, 3))
    rows = []
    for row, unit in enumerate(units):
        if row and unit != units[row - 1]:
            _break(page, breaks, header, header_merges)
        rows.append(len(page.rows) + 1)
        _add_row(page, columns, row, units, unit_column if merged else None)
        if totals == "inside" and not average and units[row + 1 : row + 2] != [unit]:
            page.rows.append(_subtotal(draw, columns, unit, unit_column))
    if totals == "foot":
        word = "全市平均" if average else draw(st.sampled_from(("合计", "总计", "全县合计")))
        page.rows.append(_total(draw, columns, word, unit_column))
    _notes(draw, page, width)
    return Laid(rows, at)


def _add_row(
    page: Page, columns: list[Column], row: int, units: Sequence[str], merged_column: int | None
) -> None:
    """Adds a row of data; the unit's cell in `merged_column` spans its rows."""
    if merged_column is not None:
        _merge_unit(page, columns[merged_column].cells, merged_column, row, units)
    page.rows.append([column.cells[row] for column in columns])


def _subtotal(draw, columns: list[Column], unit: str, unit_column: int | None) -> list:
    word = "小计" if unit_column is None else draw(st.sampled_from(("小计", f"{unit}小计")))
    return _total(draw, columns, word, unit_column)


def _titles(draw, page: Page, titles: Sequence[str], width: int, merged: bool) -> None:
    for title in titles:
        if merged and draw(st.booleans()) and width > 1:
            page.merges.append((len(page.rows), 0, len(page.rows), width - 1))
        page.rows.append([title] + [None] * (width - 1))
    if titles and draw(st.booleans()):
        page.rows.append([None] * width)


def _break(page: Page, way: int, header: list[list], header_merges) -> None:
    """Between two units: a blank row (1), the header again (2), or nothing."""
    if way == 1:
        page.rows.append([None] * len(header[0]))
    if way == 2:
        page.merges += _shifted(header_merges, len(page.rows))
        page.rows += [list(line) for line in header]


def _merge_unit(page: Page, cells: list, column: int, row: int, units: Sequence[str]) -> None:
    """The unit's cell over all its rows, where it is written in the first alone."""
    if cells[row] is None:
        return
    run = next((n for n in range(row, len(units)) if units[n] != units[row]), len(units)) - row
    if run > 1 and all(cells[n] is None for n in range(row + 1, row + run)):
        page.merges.append((len(page.rows), column, len(page.rows) + run - 1, column))


def _notes(draw, page: Page, width: int) -> None:
    if draw(st.booleans()):
        page.rows += [[None] * width] * draw(st.integers(0, 1))
        page.rows.append(["注：本表由各单位填报，数据以省平台为准。"] + [None] * (width - 1))
        page.rows.append(["填表人：张三"] + [None] * (width - 2) + ["审核人：李四"] * (width > 1))


def _shifted(merges, down: int) -> list[tuple[int, int, int, int]]:
    return [(top + down, left, bottom + down, right) for top, left, bottom, right in merges]


def _header(
    draw, columns: list[Column], merged: bool
) -> tuple[list[list], list[tuple[int, int, int, int]]]:
    """(header rows, merges) with the groups of the columns above them, where they have any, else
    with groups of the layout's own.
    """
    width = len(columns)
    labels = [column.group for column in columns]
    if not any(labels) and width > 4 and draw(st.booleans()):
        start = draw(st.integers(0, width - 2))
        stop = draw(st.integers(start + 2, width))
        # a lower header row with nothing known could be a row of data
        if any(column.field for column in columns[start:stop]):
            labels[start:stop] = [draw(st.sampled_from(GROUP_LABELS))] * (stop - start)
    if not any(labels):
        return [[column.header for column in columns]], []
    rows = [[None] * width, [None] * width]
    merges = []
    for place, column in enumerate(columns):
        if not labels[place]:
            rows[0][place] = column.header
            if merged:
                merges.append((0, place, 1, place))
        else:
            rows[1][place] = column.header
            if place == 0 or labels[place - 1] != labels[place]:
                rows[0][place] = labels[place]
                stop = next((n for n in range(place, width) if labels[n] != labels[place]), width)
                if merged and stop - place > 1:
                    merges.append((0, place, 0, stop - 1))
    if merged and draw(st.integers(0, 2)) == 2:
        # a third row above all
        return [["汇总情况"] + [None] * (width - 1), *rows], [
            (0, 0, 0, width - 1),
            *_shifted(merges, 1),
        ]
    return rows, merges


def _fill_units(
    draw, columns: list[Column], at: int | None, units: Sequence[str], merged: bool
) -> None:
    """Blanks the unit's column below the first row of each run: merged, or filled once where most
    rows are then blank.
    """
    if at is None:
        return
    column = columns[at]
    runs = 1 + sum(a != b for a, b in zip(units, units[1:]))
    if draw(st.booleans()) and (merged or runs * 2 < len(units)):
        column.cells = [
            None if row and units[row - 1] == units[row] else cell
            for row, cell in enumerate(column.cells)
        ]


def _total(draw, columns: list[Column], label: str, unit_at: int | None) -> list:
    """A total row of shares; those of counts are in test_sheets_totals.py."""
    at = unit_at if unit_at is not None and (len(label) > 3 or draw(st.booleans())) else 0
    row = [
        None
        if column.field in ("", "rank") or place == unit_at or draw(st.booleans())
        else "88.88%"
        for place, column in enumerate(columns)
    ]
    row[at] = label
    return row
