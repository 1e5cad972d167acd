"""Headers of a city bulletin: which measure of which indicator, and no other indicator's."""

import re
from collections.abc import Iterable

from govsvc.domain.indicators import Indicator, extra_indicators, headline_indicators
from govsvc.domain.rows import OVERALL
from govsvc.sheets.tables.concepts.fragments import MONTH
from govsvc.sheets.tables.concepts.heading import ASK, NOTHING, Heading

_NOT_NOW = re.compile(
    r"上月|上年|去年|上期|同期|同比|环比|上季|上一|往年|较|比上|增幅|增减|升降|变化|变动|"
    r"增长|提升幅度|"
    r"差距|目标|计划|预计|拟|累计|\d+[—\-至~～]\d+月|平均|均值|与上"
)
#: words of indicators that are not ours: their measures belong to none of ours
_ANOTHER = re.compile(
    r"好差评|满意|一网通办|掌上|移动端|免证|自助|首席|电子证照|跨省|跨域|省内通办|指南|"
    r"时限|压缩|差评|"
    r"证照|办件|咨询|投诉|热线|即办|承诺|材料|减|信息发布|信息公开|公示|一件事|一链|联办|"
    r"未|不|缴费|支付|"
    r"预约|授权|好办|快办"
)
_MEASURES = (
    ("rank", r"(?:全市|县市组|组内|市内|本组|全省|本期|本月)?(?:排名|位次|名次|排位)"),
    ("score", r"(?:实际|最终|考核)?(?:得分|评分|实得分)"),
    (
        "numerator",
        r"分子|达标(?:事项|项|个)?(?:数|个数)|完成数|已.{0,6}数|(?:发布|进驻|设站|网办|"
        r"可办)(?:事项|点)?数",
    ),
    ("denominator", r"分母|(?:事项)?总数|总量|应.{0,6}数|基数"),
    ("full_score", r"分值|满分|标准分值?"),
    (
        "rate",
        r"占比|比率|比例|指标值|数值|完成值|百分比|完成情况|完成率|完成|本月|本期|当月|实际值|"
        r"值|现状|当前值|"
        r"(?:本期|本月|当月)(?:数值|值)|(?:20\d{2}年)?\d{1,2}月(?:份)?",
    ),
)
_RATE = "率|占比|比例|比率|的比例"
_OVERALL = (
    (
        "rank",
        r"(?:全市)?(?:综合|总体|总|合计|整体|总分)(?:得分)?(?:排名|位次|名次|排位)|"
        r"全市综合(?:排名|位次)",
    ),
    (
        "score",
        r"(?:综合|总|合计|总体|最终|总体综合|综合考核|考核)(?:得分|评分|分|成绩)|总分|合计|"
        r"综合评价得分",
    ),
)
_COUNTY = re.compile(
    r"(?:各)?(?:被)?(?:考核|评价|参评)?(?:县|市|区|旗)(?:[(、/]?(?:市|区|县|旗)[)]?)*"
    r"(?:[(](?:市|区|县|、)+[)])?(?:名称)?|区划(?:名称)?|地区(?:名称)?|行政区(?:划)?(?:名称)?|"
    r"(?:被)?(?:考核|评价|参评)(?:单位|对象|县区?)|单位(?:名称)?|区域|属地"
)
_GROUP = re.compile(r"(?:考核|评价|所属|排名|县区)?(?:分组|组别|分类|类别|组)")
_MONTH = re.compile(MONTH)
_OURS = re.compile("可办|网办|进驻|覆盖率|发布率")


def read(levels: list[str]) -> Heading:
    """`county`, `group`, `month`, `INDICATOR.MEASURE`, `overall.MEASURE`, `ask` or `none`."""
    whole = "".join(levels)
    if _NOT_NOW.search(whole) and not re.search("应.{0,6}数", whole):
        return Heading(NOTHING, f"“{whole}”说的不是本期的值")
    for field, pattern in (("month", _MONTH), ("county", _COUNTY), ("group", _GROUP)):
        if pattern.fullmatch(whole) or pattern.fullmatch(levels[-1]):
            return Heading(field)
    overall = _overall(levels)
    if overall:
        return Heading(f"{OVERALL}.{overall}")
    meant = _under(levels) if len(levels) > 1 else _alone(whole)
    if meant:
        return Heading(".".join(meant))
    is_close = len(levels) == 1 and _OURS.search(whole) and not _ANOTHER.search(whole)
    return Heading(ASK if is_close else NOTHING)


def _overall(levels: list[str]) -> str | None:
    whole, above = "".join(levels), "".join(levels[:-1])
    if above and (_alone(above) or _ANOTHER.search(whole)):
        return None
    return next(
        (
            measure
            for measure, pattern in _OVERALL
            if re.fullmatch(pattern, whole) or re.fullmatch(pattern, levels[-1])
        ),
        None,
    )


def _under(levels: list[str]) -> tuple[str, str] | None:
    """得分 under 网上可办率 is that indicator's; under another indicator's name it is nobody's."""
    above, lower = "".join(levels[:-1]), levels[-1]
    own = _alone(lower)
    group = _alone(above) or _alone(levels[-2]) or _concept(above) or _concept(levels[-2])
    if group and group[1] == "rate":
        measure = _measure(lower)
        if measure:
            return group[0], measure
        return own if own and own[0] == group[0] else None
    return own if own and not _ANOTHER.search(above) else None


def _concept(text: str) -> tuple[str, str] | None:
    """(indicator, rate) of a group that is named without 率: 全程网办."""
    for indicator in _possible(text):
        if indicator.concept and re.fullmatch(indicator.concept, text):
            return indicator.key, "rate"
    return None


def _possible(text: str) -> Iterable[Indicator]:
    """The indicators that a text may name: none of the province's where words of others are in
    it.
    """
    return extra_indicators() if _ANOTHER.search(text) else headline_indicators()


def _alone(text: str) -> tuple[str, str] | None:
    """(indicator, measure) of 网上可办率, 网上可办率排名, 网上可办率（得分）, 网上可办事项数."""
    squeezed = re.sub(r"[()\-—_:：/]", "", re.sub(r"\((?:项|个|件)\)", "", text))
    for indicator in _possible(text):
        if not indicator.concept:
            continue
        match = re.fullmatch(rf"(?:{indicator.concept})(?:{_RATE})(?P<measure>.*)", squeezed)
        if match:
            measure = _measure(match["measure"]) if match["measure"] else "rate"
            if measure:
                return indicator.key, measure
        for measure, pattern in (
            ("numerator", indicator.numerator_concept),
            ("denominator", indicator.denominator_concept),
        ):
            if pattern and re.fullmatch(pattern, squeezed):
                return indicator.key, measure
    return None


def _measure(text: str) -> str | None:
    return next((name for name, pattern in _MEASURES if re.fullmatch(pattern, text)), None)
