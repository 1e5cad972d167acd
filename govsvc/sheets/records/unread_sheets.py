"""What is said of sheets that are left unread beside those that are read, and look as if they held
rows of ours: without a word they would be lost.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from govsvc.domain import indicators, own_sheets
from govsvc.domain.errors import Issue
from govsvc.domain.indicators import (
    BULLETIN,
    KINDS,
    PARTIAL_KINDS,
    RECTIFICATION,
    TARGETS,
    UNITS,
)
from govsvc.domain.rows import FileRead, SheetRead
from govsvc.sheets.cells import cell_text
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.records import corrections
from govsvc.sheets.tables import bulletin_columns
from govsvc.sheets.tables.table import SEARCHED_ROWS, Nearest, nearest_kind

#: headers that show what a sheet comes near to, and cells that make a row one of a table; headers
#: of a sheet that sets flags of items, which all have a department and a remark
_LEAST, _LEAST_OF_PARTS = 2, 3
#: kinds that are like many a plan or list of another subject
_OF_NO_MONTH = (TARGETS, UNITS, RECTIFICATION)
#: fields that tables of any subject have
_COMMON = frozenset(
    (
        "unit",
        "county",
        "month",
        "rank",
        "score",
        "note",
        "responsible",
        "leader",
        "contact",
        "phone",
    )
)
#: what an office program puts behind the name of a sheet that it copies
_COPY = re.compile(r"\s*[(（]?\d*[)）]?$")
_STEP = "是本月数据的，请补上缺的列、改正表头后重新上传；不是的不用管"


def warn(result: FileRead, grids: Sequence[Grid]) -> None:
    """A warning at each unread sheet that comes near to a kind of ours, or has the header of a
    sheet that was read: with the row that was taken for the header, and what is missing.

    Nothing is said where a person left the sheet out, where it is said already why it is not read,
    and of sheets that this program wrote itself.
    """
    told = {
        sheet.sheet
        for sheet in result.sheets
        if sheet.kind or sheet.doubt or sheet.fault or sheet.choice
    }
    read = [sheet for sheet in result.sheets if sheet.kind]
    for grid in grids:
        if grid.name in told or grid.is_hidden or not grid.rows or _is_own(grid):
            continue
        why = _like_one_read(grid, read) or _near(grid)
        if why:
            message = f"表“{grid.name}”未读取，里面的行都没有导入：{why}"
            result.issues.append(
                Issue(grid.name, None, None, "warning", "sheet_not_read", message, expected=_STEP)
            )


def _is_own(grid: Grid) -> bool:
    """Whether this program wrote the sheet; an office program may have copied or renamed it."""
    name = cell_text.packed(_COPY.sub("", grid.name))
    first = cell_text.packed(next((cell for cell in grid.rows[0] if cell != ""), ""))
    return name in _packed(own_sheets.NAMES) or first in _packed(own_sheets.TITLES)


def _packed(texts: Collection[str]) -> set[str]:
    return set(map(cell_text.packed, texts))


def _like_one_read(grid: Grid, read: Sequence[SheetRead]) -> str:
    """That a row has most of the headers of a sheet that is read, or nothing but some of them:
    a list of names under 村（社区） alone, too; "" where none has.
    """
    best = ""
    most = 0
    for number, texts in _rows_above_data(grid, least=1):
        for sheet in read:
            headers = [cell_text.packed(header) for header in sheet.columns.values()]
            shared = [header for header in dict.fromkeys(headers) if header in texts]
            is_like = (
                len(shared) >= _LEAST
                and len(shared) * 2 >= len(set(headers))
                or texts <= set(headers) - _common_headers(sheet)
            )
            if len(shared) > most and is_like:
                most = len(shared)
                lacking = [header for header in dict.fromkeys(headers) if header not in texts]
                lacks = f"，缺{_quoted(lacking)}" if lacking else "，但下面的内容不像"
                best = (
                    f"按第{number + 1}行为表头，有{_quoted(shared)}，"
                    f"与读取了的表“{sheet.sheet}”相同{lacks}。"
                )
    return best


def _common_headers(sheet: SheetRead) -> set[str]:
    return {cell_text.packed(sheet.columns[field]) for field in _COMMON & sheet.columns.keys()}


def _rows_above_data(grid: Grid, least: int = _LEAST) -> Iterator[tuple[int, set[str]]]:
    """(row, its texts) of the rows with at least so many cells that may be a header, with such a
    row of a table somewhere below.
    """
    filled = [len(row) - row.count("") for row in grid.rows]
    last = max((number for number, count in enumerate(filled) if count >= least), default=0)
    for number in range(min(last, SEARCHED_ROWS)):
        if filled[number] >= least:
            yield number, {cell_text.packed(cell) for cell in grid.rows[number]} - {""}


def _near(grid: Grid) -> str:
    """That a row has the headers of a kind of ours but for what names the rows, or but for what is
    said of them, or a bulletin's whose rows are no counties; "" where none has, or they are headers
    of any subject.
    """
    nearest = nearest_kind(grid)
    if nearest is None or len(nearest.printed) < _LEAST:
        return ""
    lacking = corrections.lacking_of(nearest.kind, nearest.fields, nearest.has_measures)
    is_above_data = any(number == nearest.row for number, _ in _rows_above_data(grid))
    if len(lacking) > 1 or not is_above_data or not _is_ours(grid, nearest):
        return ""
    if lacking:
        lacks = f"还缺{lacking[0]}"
    elif nearest.kind == BULLETIN:
        lacks = "但各行的名称多数不是县（市、区）"
    else:
        return ""
    printed = _quoted(nearest.printed)
    return f"按第{nearest.row + 1}行为表头，认出{KINDS[nearest.kind]}的{printed}，{lacks}。"


def _quoted(headers: Sequence[str]) -> str:
    return f"“{'”“'.join(map(cell_text.words, headers))}”"


def _is_ours(grid: Grid, nearest: Nearest) -> bool:
    """Whether the headers are of a kind that says something of a month, and not of any subject."""
    if nearest.kind in _OF_NO_MONTH:
        return False
    if nearest.kind == BULLETIN:
        known = {indicator.key for indicator in indicators.INDICATORS}
        measures, _ = bulletin_columns.match(grid, nearest.row, nearest.row)
        return any(measure.indicator in known for measure in measures)
    least = _LEAST_OF_PARTS if nearest.kind in PARTIAL_KINDS else _LEAST
    return len(nearest.printed) >= least and bool(nearest.fields - _COMMON)
