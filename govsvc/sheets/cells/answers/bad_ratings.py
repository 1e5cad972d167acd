"""What a cell of a 差评台账 says; prose is asked once per wording."""

from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.cell_text import CellValue

BLANK, ASKED, YES, NO = "", "ask", "yes", "no"
_UPHELD = frozenset({"属实", "是", "情况属实", "部分属实", "基本属实", "√"})
_STRUCK = frozenset(
    {"不属实", "否", "不实", "情况不实", "误评", "恶意", "恶意差评", "恶意评价", "无效", "不予采信"}
    | {"误评价", "不采信", "非有效差评", "已撤销", "撤销"}
)
_CLOSED = frozenset(
    {"已整改", "整改完成", "已完成整改", "整改到位", "已整改到位", "已完成", "完成", "已办结"}
    | {"办结", "已解决", "是", "√"}
)
_OPEN = frozenset(
    {"整改中", "正在整改", "未整改", "未完成", "未办结", "处理中", "办理中", "否", "待整改"}
)
_YES = frozenset({"是", "√", "有", "已回访", "已电话回访", "回访成功", "Y", "YES"})
_NO = frozenset({"否", "×", "无", "未回访", "N", "NO", "待回访"})
_CONTENT = frozenset(
    {"认可", "满意", "非常满意", "基本满意", "是", "已认可", "表示认可", "表示满意", "√"}
)
_NOT_CONTENT = frozenset({"不认可", "不满意", "非常不满意", "否", "未认可", "×"})


def _read(cell: CellValue, yes: frozenset[str], no: frozenset[str]) -> str:
    word = cell_text.packed(cell).rstrip("。")
    if not word or cell_text.is_dash(cell):
        return BLANK
    return YES if word.upper() in yes else NO if word.upper() in no else ASKED


def read_verdict(cell: CellValue) -> str:
    """Whether the 差评 is upheld."""
    return _read(cell, _UPHELD, _STRUCK)


def read_malicious(cell: CellValue) -> str:
    """Whether it is mistaken or malicious."""
    return _read(cell, _YES | {"误评", "恶意", "恶意差评", "属于"}, _NO | {"不属于", "非恶意"})


def read_result(cell: CellValue) -> str:
    """Whether it was put right."""
    return _read(cell, _CLOSED, _OPEN)


def read_called_back(cell: CellValue) -> str:
    """Whether the person was called back."""
    return _read(cell, _YES, _NO)


def read_content(cell: CellValue) -> str:
    """Whether the person accepts what was done."""
    return _read(cell, _CONTENT, _NOT_CONTENT)
