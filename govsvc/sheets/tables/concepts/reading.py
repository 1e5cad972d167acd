"""One header of a sheet of known kind → its field, its negation, one of its options, or to ask."""

import re
from functools import cache, lru_cache

from govsvc.domain.feedback import LEVELS, OVERALL, folded, level_name
from govsvc.domain.indicators import (
    BULLETIN,
    CALL_TOTALS,
    CALLS,
    CASE_COUNTS,
    CASES,
    CHAIN_CASES,
    CHAINS,
    ITEMS,
    RECTIFICATION,
    STATIONS,
    SURVEY,
    TOTAL_ACCEPTED,
    flags_of,
)
from govsvc.domain.indicators.case_counts import DECIDED_LATE, TOTAL_DECIDED
from govsvc.domain.indicators.wordings import PLATFORM
from govsvc.sheets.cells import questionnaires_vocabulary
from govsvc.sheets.cells.answers import read_depth
from govsvc.sheets.cells.answers.calls import read_rating
from govsvc.sheets.cells.calls_vocabulary import RATINGS
from govsvc.sheets.tables.concepts import bulletins
from govsvc.sheets.tables.concepts.fragments import BESIDE, DENIED, NOT_NOW
from govsvc.sheets.tables.concepts.heading import ASK, NOTHING, Heading, bare, levels_of
from govsvc.sheets.tables.concepts.patterns import patterns
from govsvc.sheets.tables.headers import headers_by_field

_YES_BELOW = re.compile("是|√|✓|有|可|已|能")
_NO_BELOW = re.compile("否|×|✗|无|不|未|没有")
#: a lower row that says nothing without the upper one
_NEEDS_UPPER = re.compile(
    "大厅|窗口|部门|单位|合计|总计|小计|是否完成|名称|编码|类型|情况|状态|数量|是否建成"
)
_LEVELS = frozenset(level.key for level in LEVELS)
_COUNTS = frozenset(count.key for count in CASE_COUNTS)
#: a count of cases that says of which only with what stands above or below it
_BARE_COUNT = re.compile(
    r"(?:本月|当月)?(?P<count>(?:受理|办结|办件|收件|接件)(?:件)?(?:总?量|总?数量?|件数|情况)?)"
)
_COUNTED_AT = re.compile("(?:政务|综合)?大厅|窗口|中心|部门|单位|合计|总计|小计")
_THIS_MONTH = re.compile(r"本月|当月|数量|件数|\(件\)")
_ALL_CASES = re.compile(
    r"(?:20\d{2}年|\d{1,2}月份?|本月|当月|业务|办件|办理|受理|事项|总?数?量|总数|件数|"
    r"情况|统计|数据|合计|总计|小计|全部|全口径|其中)+|.*表"
)
#: ways of coming in of which nothing is counted
_OTHER_CASES = re.compile(
    r"网上|线上|互联网|网办|自助|掌上|移动|邮寄|电话|热线|乡镇|村|企业|个人|法人|自然人|即办|"
    r"承诺|省|市|跨|退件|咨询|不予"
)
#: cases that are late, be they decided or not
_LATE = re.compile(r"(?:超期|逾期|超时)(?:办件|件|件数|数|量|数量)?")
_WHETHER_DONE = re.compile("是否(?:完成|建成)|完成情况")
_NEEDS_RENAMING = re.compile("是否(?:需|需要)(?:更名|改名)")
_NO_STATION = re.compile(
    r"(?:(?:无|没有)(?:便民)?(?:服务)?站点?|未[设建](?:(?:便民)?(?:服务)?站点?)?)|(?:是否)?(?:为|"
    r"属于)?(?:服务)?空白(?:村|点)?"
)
#: kind → (words near which a field may be meant, a usual header of that field)
_NEAR: dict[str, tuple[tuple[str, str], ...]] = {
    ITEMS: (
        ("全程网办", "是否全程网办"),
        ("进驻|入驻", "是否进驻大厅"),
        ("省.*发布|发布.*省", "是否在省平台发布"),
        ("网办|网上可办|网上办理", "是否网上可办"),
        ("(?:主体|部门|机关|单位)$", "实施主体"),
        ("名称", "事项名称"),
        ("深度", "网上办理深度"),
        # the place alone, without what is asked of it
        (rf"^(?:{PLATFORM})$", "是否在省平台发布"),
        (
            r"^(?:县|县级|本级)?(?:政务服务|政务|实体)?(?:大厅|政务中心|政务服务中心)$",
            "是否进驻大厅",
        ),
        (r"^(?:网上|线上|在线|互联网)$", "是否网上可办"),
        (r"^(?:全程|全流程)$", "是否全程网办"),
    ),
    STATIONS: (
        ("设站|建站|站点$", "是否设站"),
        ("更名", "是否更名"),
        ("站.*名称", "站点名称"),
        ("村.*名", "村（社区）"),
        ("乡镇|街道", "乡镇（街道）"),
    ),
    RECTIFICATION: (
        ("^完成(?:时间|日期)$|期限|时限", "整改时限"),
        ("^完成(?:时间|日期)$|销号|办结", "销号日期"),
        ("(?:责任|承办|牵头|落实).*(?:单位|部门)", "责任单位"),
        ("进展|落实|整改情况", "进展情况"),
        ("状态", "状态"),
    ),
}


@lru_cache(maxsize=8192)
def read_heading(kind: str, header: str) -> Heading:
    """What the header means in a sheet of that kind; rows of a header are parted by |."""
    levels = list(_texts(header))
    if not levels:
        return Heading(NOTHING)
    if kind == BULLETIN:
        return bulletins.read(levels)
    if kind == CALLS and (level := _level_below(levels)):
        return level
    if kind == CALL_TOTALS and (count := _count_of_level(levels)):
        return count
    if kind in (CHAINS, CHAIN_CASES) and (field := _in_two_rows(kind, levels)):
        return field
    return _answer_below(kind, levels) or _count_below(kind, levels) or _as_a_whole(kind, levels)


@lru_cache(maxsize=4096)
def _texts(header: str) -> tuple[str, ...]:
    """The texts of its rows as they are compared: a header is tried with each kind of sheet."""
    return tuple(text for level in levels_of(header) if (text := bare(level)))


def _in_two_rows(kind: str, levels: list[str]) -> Heading | None:
    """改革前｜环节, 办件量｜累计: the rows together say more than the lower one."""
    whole = "".join(levels)
    field = field_of(kind, whole)
    return Heading(field, f"“{whole}”") if field else None


def _answer_below(kind: str, levels: list[str]) -> Heading | None:
    """是网办｜是, 是否网办｜否, 网上办理深度｜Ⅳ级: a column of ticks for one answer."""
    if len(levels) < 2:
        return None
    upper, lower = levels[-2:]
    field, why = field_of(kind, upper), f"上级“{upper}”，下级“{lower}”"
    if field in _yes_no_fields(kind):
        if _YES_BELOW.fullmatch(lower):
            return Heading(str(field), why)
        if _NO_BELOW.fullmatch(lower):
            return Heading(f"inverse:{field}", why)
    if field == "online_depth":
        depth = read_depth(lower).answer
        if depth not in ("ask", "blank"):
            return Heading(f"option:{field}={depth}", why)
    return None


def _level_below(levels: list[str]) -> Heading | None:
    """服务态度｜满意, 总体评价｜非常满意, 非常满意 alone: a column of ticks for one level."""
    level = read_rating(levels[-1]).level
    above = [field for text in levels[:-1] if (field := field_of(CALLS, text)) in RATINGS]
    if level not in _LEVELS or not above and levels[-1] != level_name(level):
        return None
    field = above[-1] if above else OVERALL
    level = level if field == OVERALL else folded(level)
    return Heading(f"option:{field}={level}", f"“{levels[-1]}”是一级评价")


def _count_of_level(levels: list[str]) -> Heading | None:
    """服务态度｜满意: how many said so of that dimension; below 总体评价 of all."""
    if len(levels) < 2 or field_of(CALLS, levels[-2]) not in RATINGS:
        return None
    field = field_of(CALL_TOTALS, levels[-2] + levels[-1]) or field_of(CALL_TOTALS, levels[-1])
    return Heading(field, f"“{levels[-2]}”为“{levels[-1]}”的件数") if field else None


def _count_below(kind: str, levels: list[str]) -> Heading | None:
    """大厅窗口｜受理, 受理量｜部门: a count of cases in two rows. None where the upper row says
    nothing of which cases, and where it is no such count.
    """
    levels = [level.removeprefix("其中:") for level in levels]
    if len(levels) < 2 or kind not in (ITEMS, CASES) or re.search(NOT_NOW, "".join(levels)):
        return None
    if _THIS_MONTH.fullmatch(levels[-1]):
        field = field_of(kind, levels[-2])
        if field in _COUNTS:
            return Heading(field, f"“{levels[-2]}”")
        return _count_below(kind, levels[:-1])
    upper, lower = levels[-2:]
    count, at = _BARE_COUNT.fullmatch(lower), upper
    if not count and _COUNTED_AT.fullmatch(lower):
        count, at = _BARE_COUNT.fullmatch(upper), lower
    if not count or _ALL_CASES.fullmatch(at) or "是否" in at:
        return None
    field, why = field_of(kind, at + count["count"]), f"上级“{upper}”，下级“{lower}”"
    if field in _COUNTS:
        return Heading(field, why)
    if _OTHER_CASES.search(at):
        return Heading(NOTHING, why)
    near = TOTAL_DECIDED if "办结" in count["count"] else TOTAL_ACCEPTED
    return Heading(ASK, f"{why}，无法确定是哪里的办件", (near,))


def _as_a_whole(kind: str, levels: list[str]) -> Heading:
    lower, whole = levels[-1], "".join(levels)
    if kind != RECTIFICATION and re.search(NOT_NOW, whole):
        return Heading(NOTHING, f"“{whole}”说的不是本月的情况")
    candidates = (whole, lower) if _NEEDS_UPPER.fullmatch(lower) else (lower, whole)
    field = next(filter(None, (field_of(kind, text) for text in candidates)), None)
    if not field and len(levels) > 1 and _WHETHER_DONE.fullmatch(lower):
        field = field_of(kind, levels[-2])
    if field:
        return Heading(field, f"“{whole}”")
    denied = _denied_field(kind, lower) or _denied_field(kind, whole)
    if denied:
        return Heading(f"inverse:{denied}", f"“{whole}”说的是相反的一面")
    return _asked_about(kind, whole) or Heading(NOTHING)


def _asked_about(kind: str, whole: str) -> Heading | None:
    """A heading that comes near to a field is asked about."""
    near = [
        field
        for words, usual in _NEAR.get(kind, ())
        if re.search(words, whole) and (field := field_of(kind, bare(levels_of(usual)[0])))
    ]
    if kind == CASES and _LATE.fullmatch(whole):
        return Heading(ASK, f"“{whole}”是不是只算已经办结的", (DECIDED_LATE,))
    if kind == SURVEY and (questions := questionnaires_vocabulary.near(whole)):
        return Heading(ASK, f"“{whole}”问的是哪一项评价", questions)
    if near and (kind == RECTIFICATION or not re.search(BESIDE, whole)):
        return Heading(ASK, f"无法确定“{whole}”是哪一项", tuple(dict.fromkeys(near)))
    return None


@lru_cache(maxsize=4096)
def field_of(kind: str, text: str) -> str | None:
    """The field whose headers the whole text is one of."""
    for field, pattern in patterns().get(kind, ()):
        if re.fullmatch(pattern, text):
            return field
    return _synonyms(kind).get(text)


@cache
def _synonyms(kind: str) -> dict[str, str]:
    """The usual headers of a kind by themselves → field: a new one needs no pattern."""
    known: dict[str, str] = {}
    for field, headers in headers_by_field(kind):
        for header in headers:
            known.setdefault(bare("".join(levels_of(header))), field)
    return known


@cache
def _yes_no_fields(kind: str) -> frozenset[str]:
    keys = {flag.key for flag in flags_of(kind)}
    return frozenset(keys | {"signboard"} if kind == STATIONS else keys)


@lru_cache(maxsize=4096)
def _denied_field(kind: str, text: str) -> str | None:
    """The flag whose negation the header is: 未进驻, 是否不能网办, 网上不可办."""
    if kind == STATIONS and _NO_STATION.fullmatch(text):
        return field_of(kind, "是否设站")
    if re.search(BESIDE, text):
        is_asked = kind == STATIONS and _NEEDS_RENAMING.fullmatch(text)
        return field_of(kind, "是否更名") if is_asked else None
    fields = set()
    for denial in re.finditer(DENIED, text):
        before, after = text[: denial.start()], text[denial.end() :]
        if re.search(DENIED, before + after):
            continue
        fields |= {field_of(kind, before + after), field_of(kind, f"{before}可{after}")}
    deniable = {flag.key for flag in flags_of(kind) if not flag.question.is_reason}
    meant = fields & deniable
    return meant.pop() if len(meant) == 1 else None
