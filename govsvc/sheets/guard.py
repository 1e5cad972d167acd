"""Limits of what is read, each checked before the parser gets to see the bytes."""

import io
import re
import zipfile
import zlib

from govsvc.errors import FileRefused

MOST_BYTES = 50 * 2**20
MOST_ENTRIES = 2000
MOST_UNPACKED = 200 * 2**20
MOST_SHEETS = 128
MOST_ROWS = 300_000
MOST_COLUMNS = 256
MOST_CHARACTERS = 4000

_DAMAGED = "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传；打不开时请重新从原系统导出。"
#: a cell beyond column ZZ, or beyond row 99,999: only these are looked at closer
_FAR = re.compile(rb"""\br=["']([A-Z]{1,2}\d{6,}|[A-Z]{3}\d+)["'][^>]*>\s*<(?:\w+:)?(?:v|is|f)\b""")
_CHUNK, _OVERLAP = 2**20, 400


def check_size(content: bytes) -> None:
    """Raises FileRefused over 50 MB."""
    if len(content) > MOST_BYTES:
        raise FileRefused(f"文件大小为{len(content) / 2**20:.1f} MB，超过{MOST_BYTES // 2**20} MB 的上限。",
                          "请删去无关的表和图片，或拆成几个文件分别上传。", "too_large")


def check_extent(sheet: str, rows: int, width: int) -> None:
    """Raises FileRefused where a sheet has too many rows or columns."""
    if rows > MOST_ROWS:
        raise FileRefused(f"表“{sheet}”有{rows}行，超过{MOST_ROWS}行的上限。", "请删去表尾的多余行，或拆成几个文件分别上传。", "too_many_rows")
    if width > MOST_COLUMNS:
        raise FileRefused(f"表“{sheet}”有{width}列，超过{MOST_COLUMNS}列的上限。", "请删去右侧的多余列后重新上传。", "too_many_columns")


def check_zip(content: bytes) -> None:
    """Raises FileRefused where a zip is no workbook, damaged, encrypted, unpacks too large, or has a cell far off."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise FileRefused("文件不完整或已损坏（可能没有下载或复制完）。", _DAMAGED, "damaged") from error
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileRefused(f"文件解压后过大（上限{MOST_ENTRIES}个部件、{MOST_UNPACKED // 2**20} MB）。",
                          "请只保留需要的表，另存为新的 .xlsx 后上传。", "unpacks_too_large")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("压缩包设有密码，无法读取。", "请取消密码后重新上传。", "password")
    if not any(entry.filename.lower().startswith("xl/workbook") for entry in entries):
        raise FileRefused("文件是压缩包或其他文档，不是 Excel 工作簿。", "请上传 .xlsx、.xls 或 .csv 文件；压缩包请先解压。", "not_a_workbook")
    unpacked = 0
    for entry in entries:
        if re.match(r"xl/worksheets/[^/]+\.xml$", entry.filename, re.IGNORECASE):
            unpacked = _check_sheet(archive, entry, unpacked)


def _check_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, unpacked: int) -> int:
    """Gives the bytes unpacked so far: the sizes that a zip states may be false."""
    tail = b""
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise FileRefused(f"文件解压后超过{MOST_UNPACKED // 2**20} MB。", "请只保留需要的表，另存为新的 .xlsx 后上传。",
                                      "unpacks_too_large")
                for found in _FAR.finditer(tail + chunk):
                    _check_far(found[1].decode("ascii"))
                tail = chunk[-_OVERLAP:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise FileRefused("文件不完整或已损坏（可能没有下载或复制完）。", _DAMAGED, "damaged") from error
    return unpacked


def _check_far(address: str) -> None:
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    if column > MOST_COLUMNS or int(address[len(letters):]) > MOST_ROWS:
        raise FileRefused(f"单元格 {address} 离数据太远，超过{MOST_ROWS}行、{MOST_COLUMNS}列的上限。",
                          f"请删去 {address} 一带的多余行列（选中后右键删除，不只是清空），保存后重新上传。", "far_cell")
