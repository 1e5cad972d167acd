"""What a cell of a 一件事清单 says: its state, whether it is due, what it saves."""

import re

from govsvc.domain.chains import (
    CANCELLED,
    NOT_BEGUN,
    NOT_ONLINE,
    ONLINE,
    SAVINGS,
    STATES,
    TRIAL,
    UNDER_WAY,
    Change,
    Saving,
)
from govsvc.sheets.cells import cell_text, time_limits, values
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong

BLANK, ASKED, YES, NO = "", "ask", "yes", "no"
_WORDS = {
    ONLINE: (
        *("已上线", "上线", "已落地", "落地", "已开通", "开通", "已实施", "已上线运行", "上线运行"),
        *("正式上线", "正式运行", "已运行", "运行中", "已完成", "是", "√", "✓", "✔", "已落地实施"),
        *("已正式上线", "已上线运行中", "已落地见效", "已建成", "常态化运行", "Y"),
    ),
    TRIAL: ("试运行", "试点", "试点中", "试运行中", "上线试运行", "测试运行"),
    UNDER_WAY: (
        *("推进中", "正在推进", "建设中", "进行中", "开发中", "正在建设", "筹备中", "正在开发"),
        *("对接中", "梳理中", "正在推进中"),
    ),
    NOT_ONLINE: (
        "未上线",
        "未落地",
        "否",
        "×",
        "✗",
        "未开通",
        "未完成",
        "尚未上线",
        "暂未上线",
        "N",
    ),
    NOT_BEGUN: ("未启动", "尚未启动", "未开展", "待启动", "未实施"),
    CANCELLED: ("已取消", "取消", "已下线", "下线", "停用", "已停用", "不再实施"),
}
_STATES = {word: state for state, words in _WORDS.items() for word in words}
_YES = frozenset({"是", "√", "✓", "应落地", "应上线", "应", "需落地", "Y", "YES"})
_NO = frozenset({"否", "×", "不涉及", "不适用", "不应落地", "不落地", "N", "NO", "非必选"})
STATES_EXPECTED = "、".join(STATES.values())
_NUMBER = r"(?:\d{1,5}(?:\.0+)?|[零一二两三四五六七八九十]{1,3})"
_MEASURE = r"(?:个|项|份|件|套|张|种|次|趟|步|道)?(?:环节|材料)?"
_COUNTED = re.compile(rf"(?P<number>{_NUMBER}){_MEASURE}")
_NO_VISIT = re.compile(r"零跑动|跑零次|不用跑|零次|不跑|全程网办")
_ONE_VISIT = re.compile(r"(?:最多|只|仅)跑(?:一|1)[次趟]")
_ARROW = re.compile(
    r"(?:-+>|=+>|→+|➡|⇒|—+>|➔|"
    r"(?:缩?减|减少|降|压缩|压减|变|缩短|精简|优化|下降|缩减|压)(?:为|至|到|成)|改为|至|到|变成)"
)
#: 15个工作日减为2个: the second has the unit of the first
_LIMIT_AS_BEFORE, _LIMIT_UNIT = re.compile(r"(?P<number>\d+)个?"), re.compile(r"\D+$")
_BEFORE = re.compile(r"^(?:平均)?(?:由|从|原来?|改革前)?")
_REDUCED = r"(?:平均)?(?:共)?(?:减少|压缩|压减|下降|降低|精简|缩减|缩短|减|降|压)?了?(?:率|比例)?:?"
_PERCENT = re.compile(rf"{_REDUCED}(?P<percent>\d+(?:\.\d+)?)%(?:以上)?")
_LESS = re.compile(rf"(?:减少|压减|精简|缩减|缩短|压缩|降低)了?(?P<number>{_NUMBER}).{{0,4}}")
#: a percent behind before and after
_TAIL = re.compile(rf"[,，;；(（]?{_REDUCED}(?P<percent>\d+(?:\.\d+)?)%[)）]?$")
_EXPECTED = "改革前→改革后，如 7→2；只有减幅的填百分比"


def read_state(cell: CellValue) -> str:
    """A key of `STATES`, blank, or to be asked."""
    word = cell_text.packed(cell).rstrip("。;；")
    if not word or cell_text.is_dash(cell):
        return BLANK
    return _STATES.get(word) or _STATES.get(word.upper()) or ASKED


def read_due(cell: CellValue) -> str:
    """Whether it should be in place."""
    word = cell_text.packed(cell).rstrip("。").upper()
    if not word or cell_text.is_dash(cell):
        return BLANK
    return YES if word in _YES else NO if word in _NO else ASKED


def read_side(cell: CellValue, saving: Saving) -> str:
    """Before, or after, as a row keeps it; "" where there is nothing. Raises Wrong."""
    text = cell_text.packed(cell)
    if not text or cell_text.is_dash(text):
        return ""
    return _amount(text, saving)


def read_change(cell: CellValue, saving: Saving) -> Change | None:
    """Before and after out of one cell (7→2, 由7个减为2个), or what it prints (压缩71%); None where
    it is blank. Raises Wrong at anything else: one number alone may be either.
    """
    text = cell_text.packed(cell).rstrip("。;；")
    if not text or cell_text.is_dash(text):
        return None
    if match := _PERCENT.fullmatch(text):
        return Change(printed=f"{match['percent']}%")
    printed = ""
    if match := _TAIL.search(text):
        printed, text = f"{match['percent']}%", text[: match.start()]
    parts = _ARROW.split(text)
    if len(parts) == 2 and all(parts):
        before = _BEFORE.sub("", parts[0]).rstrip("，,(（")
        after = _LIMIT_AS_BEFORE.fullmatch(parts[1]) if saving.is_limit else None
        unit = _LIMIT_UNIT.search(before) if after else None
        last = after["number"] + unit[0] if after and unit else parts[1]
        return Change(_amount(before, saving), _amount(last, saving), printed)
    if _LESS.fullmatch(text):
        return Change(printed=text)
    raise Wrong("change_unclear", "看不出改革前和改革后各是多少", _EXPECTED)


def _amount(text: str, saving: Saving) -> str:
    """The text that a row keeps of one amount. Raises Wrong."""
    if saving.is_limit:
        kept = time_limits.read(text, is_promise=True)
        if kept is None:
            raise Wrong("change_unclear", "看不出是多少个工作日", time_limits.EXPECTED)
        return kept
    if saving == SAVINGS[-1]:
        if _NO_VISIT.fullmatch(text):
            return "0"
        if _ONE_VISIT.fullmatch(text):
            return "1"
    match = _COUNTED.fullmatch(text)
    number = _number(match["number"]) if match else None
    if number is None:
        raise Wrong("change_unclear", "不是整数", "不小于0的整数")
    return f"{number}"


def _number(word: str) -> int | None:
    if word[0].isdecimal():
        return int(word.partition(".")[0])
    return 0 if word == "零" else values.chinese_number(word.replace("两", "二"))
