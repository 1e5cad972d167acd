"""What is said of sheets in which no table of a known kind was recognised."""

import re
from collections.abc import Sequence

from govsvc.domain import county_names
from govsvc.domain.errors import FileRefused
from govsvc.domain.indicators import BULLETIN, KINDS
from govsvc.sheets.cells import cell_text
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.records import corrections
from govsvc.sheets.tables.concepts import read_heading
from govsvc.sheets.tables.table import SEARCHED_ROWS, Nearest, nearest_kind

#: columns in which a bulletin that lies on its side names its indicators
_NAMING_COLUMNS = 2
#: indicators, or counties, that show that it does
_LEAST = 2
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


def refuse_transposed(grids: Sequence[Grid]) -> None:
    """Raises FileRefused where a sheet would be a bulletin, were its rows its columns."""
    for grid in grids:
        rows = [[cell_text.packed(cell) for cell in row] for row in grid.rows[:SEARCHED_ROWS]]
        counties = max((sum(map(_is_county, row)) for row in rows), default=0)
        named = {
            text: row
            for row in rows
            for text in row[:_NAMING_COLUMNS]
            if text and "." in read_heading(BULLETIN, text).field
        }
        valued = [text for text, row in named.items() if _values(row) >= _LEAST]
        if named and counties >= _LEAST or len(valued) >= _LEAST:
            raise FileRefused(
                f"表“{grid.name}”像是全市指标，但行列倒置了：县（市、区）写成了列，"
                f"指标“{'”“'.join(named)}”写成了行。",
                "请把表转置（复制后“选择性粘贴—转置”），每行一个县（市、区），再上传。",
                "transposed",
            )


def _is_county(text: str) -> bool:
    return len(text) < 9 and county_names.is_full(text)


def _values(row: Sequence[str]) -> int:
    """How many numbers stand behind the columns that name."""
    return sum(bool(_NUMBER.fullmatch(text)) for text in row[_NAMING_COLUMNS - 1 :])


def nearest_text(grids: Sequence[Grid]) -> str:
    """Which row of the sheets comes nearest to a header, what was recognised there, and what is
    missing; "" where nothing was recognised.
    """
    nearest = max(
        filter(None, (nearest_kind(grid) for grid in grids if grid.rows)),
        key=lambda match: len(match.printed),
        default=None,
    )
    return _nearest_text(nearest) if nearest else ""


def _nearest_text(nearest: Nearest) -> str:
    lacking = corrections.lacking_of(nearest.kind, nearest.fields, nearest.has_measures)
    lacks = f"还缺{'，以及'.join(lacking)}" if lacking else "但下面的内容不像"
    return (
        f"最接近的是{KINDS[nearest.kind]}：按第{nearest.row + 1}行为表头，"
        f"认出“{'”“'.join(nearest.printed)}”，{lacks}。"
    )
