"""Limits of what is read."""

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells.addresses import letters

MOST_BYTES = 50 * 2**20
#: a workbook of so many bytes is looked through and read side by side
READ_SIDE_BY_SIDE = 2 * 2**20
MOST_ENTRIES = 2000
MOST_UNPACKED = 200 * 2**20
MOST_SHEETS = 128
MOST_ROWS = 300_000
MOST_COLUMNS = 256
MOST_CELLS = 12_000_000
MOST_TABLES = 200
MOST_CHARACTERS = 4000


def check_size(content: bytes) -> None:
    """Raises FileRefused over 50 MB."""
    if len(content) > MOST_BYTES:
        raise FileRefused(
            f"文件大小为{len(content) / 2**20:.1f} MB，超过{MOST_BYTES // 2**20} MB 的上限。",
            "请删去无关的表和图片，或拆成几个文件分别上传。",
            "too_large",
        )


def check_extent(sheet: str, rows: int, width: int) -> None:
    """Raises FileRefused where a sheet has too many rows or columns, or a cell far from them."""
    if rows > MOST_ROWS:
        raise FileRefused(
            f"表“{sheet}”有{rows}行，超过{MOST_ROWS}行的上限。",
            "请删去表尾的多余行，或拆成几个文件分别上传。",
            "too_many_rows",
        )
    if width > MOST_COLUMNS:
        raise FileRefused(
            f"表“{sheet}”有{width}列，超过{MOST_COLUMNS}列的上限。",
            "请删去右侧的多余列后重新上传。",
            "too_many_columns",
        )
    if rows * width > MOST_CELLS:
        raise far_cell(f"{letters(width - 1)}{rows}")


def far_cell(address: str) -> FileRefused:
    """The refusal of a file with a cell far from its data."""
    return FileRefused(
        f"单元格 {address} 离数据太远，超过{MOST_ROWS}行、{MOST_COLUMNS}列或"
        f"{MOST_CELLS // 10_000}万个单元格的上限。",
        f"请删去 {address} 一带的多余行列（选中后右键删除，不只是清空），保存后重新上传。",
        "far_cell",
    )
