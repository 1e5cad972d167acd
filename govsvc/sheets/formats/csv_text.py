"""Text files → rows of cells: encoding, separator, quotes."""

import codecs
import csv
import io
import re

from govsvc.domain.errors import FileRefused
from govsvc.sheets.cells import limits
from govsvc.sheets.cells.cell_text import CellValue

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
#: what programs of old leave behind the last line
_END_OF_FILE = "\x1a\x00"
#: a text with more control characters than one in so many is none
_FEW_CONTROLS = 200
#: ="3714…" keeps Excel from making a number of a code
_WRAPPED = re.compile(r'="([^"]*)"')
_USUAL = re.compile(r"[\t\r\n -~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号", "，": "全角逗号"}
_STEP = "请上传 .xlsx、.xls 或 .csv 文件；已是 Excel 文件的，请打开后另存为 .xlsx 再上传。"


def rows(content: bytes) -> tuple[list[list[CellValue]], list[str]]:
    """(rows of text cells, notes in Chinese where it is not UTF-8 with commas).

    Raises FileRefused where it is no table or its encoding is mixed.
    """
    decoded, encoding = decode(content)
    text = decoded.rstrip(_END_OF_FILE)
    if "\0" in text or len(_CONTROLS.findall(text)) * _FEW_CONTROLS > len(text):
        raise FileRefused("文件不是工作簿，也不是文本表格。", _STEP, "not_a_workbook")
    separator = separator_of(text)
    if separator is None:
        raise FileRefused(
            "文件不是工作簿，也不是用逗号或制表符分列的表格。", _STEP, "not_a_workbook"
        )
    csv.field_size_limit(limits.MOST_CHARACTERS * 10)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    cells: list[list[CellValue]] = []
    try:
        for row in reader:
            cells.append([_unwrapped(cell) for cell in row])
            limits.check_extent("文本表格", len(cells), 0)
    except csv.Error as error:
        raise FileRefused(
            f"文本表格第{reader.line_num}行附近的引号没有成对，或内容过长，无法分列。",
            "请改正该行的引号，或在 Excel 中打开后另存为 .xlsx 再上传。",
            "csv_broken",
        ) from error
    is_usual = (encoding, separator) == ("UTF-8", ",")
    notes = [f"文本表格，{encoding}编码，以{_SEPARATORS[separator]}分列。"]
    notes = [] if is_usual else notes
    if len(text) < len(decoded):
        notes.append("文件末尾的控制字符已去掉。")
    return cells, notes


def _unwrapped(cell: str) -> str:
    match = _WRAPPED.fullmatch(cell.strip()) if "=" in cell else None
    cell = match[1] if match else cell
    return cell if cell.strip() else ""


def decode(content: bytes) -> tuple[str, str]:
    """(text, name of its encoding).

    Raises FileRefused where it is no text or its encoding is mixed.
    """
    for mark, encoding, name in _BOMS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding), name
            except UnicodeDecodeError as error:
                raise _mixed(error.start) from error
    text = _utf_16(content)
    if text is not None:
        return text, "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030"), "GB18030"
    except UnicodeDecodeError as error:
        if _CONTROLS.search(content[:4096].decode("latin-1")):
            raise FileRefused(
                "文件不是工作簿，也不是文本表格。", _STEP, "not_a_workbook"
            ) from error
        raise _mixed(content.count(b"\n", 0, error.start) + 1) from error


def _utf_16(content: bytes) -> str | None:
    """The text of UTF-16 without a mark in front, None where it is none."""
    if b"\0" not in content or len(content) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # bytes read in the wrong order, or no text at all, are seldom Chinese
        if len(_USUAL.findall(text)) * 10 > len(text) * 9:
            return text
    return None


def _mixed(line: int) -> FileRefused:
    return FileRefused(
        f"文本的编码前后不一致，第{line}行附近无法识别。",
        "请在 Excel 或 WPS 中打开核对，另存为 .xlsx 后重新上传。",
        "csv_encoding",
    )


def separator_of(text: str) -> str | None:
    """The separator that parts most of the first 50 lines outside quotes.

    None where nothing is parted.
    """
    head = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:50]))
    best = max(_SEPARATORS, key=head.count)
    return best if head.count(best) else None
