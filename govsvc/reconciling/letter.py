"""对账 in words: a sentence for each indicator, the letter to the city (核对函), and the list that
goes with it.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from govsvc.board import Value
from govsvc.domain.months import month_text
from govsvc.domain.rates import count_text, percent_text, published, signed_points
from govsvc.exports.export import DAY, UNIT, Sheet
from govsvc.reconciling.comparing import Comparison
from govsvc.reconciling.explaining import CHANGED, Difference, effect_text, net

COLUMNS = (
    "指标",
    "可能原因",
    "部门或乡镇",
    "编码",
    "事项或村（社区）",
    "对照",
    "本县现计为",
    "对本县的影响",
    "说明",
)
_NUMERALS = "一二三四五六七八九十"


def day_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def value_text(value: Value | None) -> str:
    """99.94%（3,148 / 3,150）, or 99.94% where the counts are not published."""
    if value is None:
        return "—"
    counts = (
        f"（{count_text(value.numerator)} / {count_text(value.denominator)}）"
        if value.numerator is not None and value.denominator is not None
        else ""
    )
    return f"{percent_text(value.published)}{counts}"


def difference_text(comparison: Comparison) -> str:
    """本县多1项; 分子相同，总数少2项; 本县高0.03个百分点（折算约多1项）; 一致; 本县没有测算."""
    if comparison.own is None:
        return "本县没有测算"
    points, items, total = comparison.points, comparison.items, comparison.total
    if not comparison.differs or points is None:
        return "一致"
    unit = comparison.indicator.unit
    if not comparison.has_counts:
        converted = f"（按本县总数折算约{_more(items)}{unit}）" if items else ""
        return f"本县{_higher(points)}{converted}"
    parts = [
        f"本县{_more(items)}{unit}" if items else "",
        f"总数{_more(total)}{unit}" if total else "",
    ]
    return (
        "，".join(part for part in parts if part)
        or f"分子、分母相同，公布值相差{abs(points)}个百分点"
    )


def notes(comparison: Comparison) -> list[str]:
    """What must be known of the printed value, in sentences."""
    sentences = [] if comparison.has_counts else ["通报未公布分子分母，只比较公布值。"]
    own, printed = comparison.own, percent_text(comparison.bulletin.published)
    if own and not comparison.has_counts and comparison.differs and comparison.items is None:
        sentences.append(
            f"按本县总数{count_text(own.denominator)}算不出{printed}，双方的总数可能不同。"
        )
    if comparison.misprinted is not None:
        sentences.append(
            f"通报公布值{printed}与通报自己的分子分母不符，"
            f"按其分子分母应为{percent_text(comparison.misprinted)}。"
        )
    return sentences


def at_cutoff_text(difference: Difference) -> str:
    """What the own count was as of the cutoff, and whether the bulletin says the same; "" where it
    is not known.
    """
    if difference.at_cutoff is None:
        return ""
    numerator, denominator = difference.at_cutoff
    bulletin = difference.comparison.bulletin
    value = published(numerator, denominator)
    same = (
        difference.at_cutoff == (bulletin.numerator, bulletin.denominator)
        if difference.comparison.has_counts
        else value == bulletin.published
    )
    end = (
        "与通报一致，差异来自截止日后的变动。"
        if same
        else "与通报仍不一致，截止日后的变动不是全部原因。"
    )
    return (
        f"截止日时本县测算为{percent_text(value)}（{count_text(numerator)} / "
        f"{count_text(denominator)}），{end}"
    )


def cutoffs_text(comparisons: Sequence[Comparison]) -> str:
    """数据截止2026年10月25日; 未注明数据截止日, with the day where a person gave one."""
    printed = sorted(
        {cutoff for comparison in comparisons if (cutoff := comparison.bulletin.cutoff)}
    )
    given = next((comparison.given_cutoff for comparison in comparisons), None)
    if printed:
        return f"数据截止{'、'.join(map(day_text, printed))}"
    return "未注明数据截止日" + (f"，按{day_text(given)}比对" if given else "")


def grounds_text(difference: Difference) -> str:
    """截止日后变动3项（净影响：分子+1）、沿用上月12项; "" where there is no row."""
    unit = difference.comparison.indicator.unit
    parts = []
    for ground in difference.grounds:
        if ground.rows:
            effect = f"（净影响：{effect_text(net(ground.rows))}）" if ground.key == CHANGED else ""
            parts.append(f"{ground.name}{len(ground.rows)}{unit}{effect}")
    return "、".join(parts)


def title(month: date, comparisons: Sequence[Comparison]) -> str:
    """The heading of the month: how many indicators differ."""
    compared = [comparison for comparison in comparisons if comparison.own]
    if not comparisons:
        return f"{month_text(month)}还没有全市通报，不能对账"
    if not compared:
        return f"{month_text(month)}没有逐行数据，不能与通报对账"
    differing = [comparison for comparison in compared if comparison.differs]
    if not differing:
        return f"{month_text(month)}通报与本县测算一致（{len(compared)}项指标）"
    named = "；".join(
        f"{comparison.indicator.short}{difference_text(comparison)}" for comparison in differing[:2]
    )
    return (
        f"{month_text(month)}有{len(differing)}项指标与通报不一致："
        f"{named}{'等' if len(differing) > 2 else ''}"
    )


def letter(
    home: str,
    month: date,
    comparisons: Sequence[Comparison],
    differences: Sequence[Difference],
    day: date,
    attachment: str,
) -> str:
    """The text to send to the city; "" where nothing differs.

    `attachment`: name of the list's file, `day`: of the letter.
    """
    if not differences:
        return ""
    we = f"我{home[-1]}" if home[-1] in "县市区旗" else "我县"
    lines = [
        f"关于核对{month_text(month)}政务服务指标通报数据的函",
        "",
        "市政务服务主管部门：",
        f"　　贵单位{month_text(month)}通报（{cutoffs_text(comparisons)}）中，"
        f"{home}有{len(differences)}项指标与{we}逐项测算的结果不一致，"
        "现将有关情况函告如下，请予核对。",
    ]
    for number, difference in enumerate(differences):
        lines.append(
            f"　　{_numeral(number)}、{difference.comparison.indicator.name}。"
            f"{_paragraph(difference, we)}"
        )
    same = [
        comparison.indicator.short
        for comparison in comparisons
        if comparison.own and not comparison.differs
    ]
    if same:
        lines.append(f"　　其余{'、'.join(same)}与通报一致。")
    rows = sum(difference.row_count for difference in differences)
    lines.append(
        "　　请贵单位提供上述指标的计算口径、数据截止时间和分子分母对应的清单，"
        f"便于逐项比对；确属{we}数据有误的，{we}将及时更正。"
    )
    if rows:
        lines += ["", f"　　附件：{attachment}（{rows}行）"]
    lines += ["　　联系人：　　　　联系电话：", "", f"{home}行政审批和政务服务局", day_text(day)]
    return "\n".join(lines)


def books_sheet(
    home: str,
    compared: Sequence[Comparison],
    differences: Sequence[Difference],
    facts: Sequence[tuple[str, str]],
) -> Sheet:
    """Both books beside each other, one row an indicator."""
    difference_of = {difference.comparison.indicator.key: difference for difference in differences}
    rows = [
        [
            difference.indicator.short,
            value_text(difference.bulletin),
            value_text(difference.own),
            signed_points(difference.points),
            difference_text(difference),
            (grounds_text(difference_of[difference.indicator.key]) or "未查到")
            if difference.differs
            else None,
        ]
        for difference in compared
    ]
    return Sheet(
        f"{home}通报与本县测算",
        ["指标", "通报", "本县测算", "相差（个百分点）", "对账", "可能原因"],
        rows,
        facts,
        numbers=["通报", "本县测算", "相差（个百分点）"],
    )


def sheet(
    home: str, month: date, differences: Sequence[Difference], *, edition: str, printed_at: str
) -> Sheet:
    """The list that goes with the letter: every row that could explain a difference."""
    rows = [
        [
            difference.comparison.indicator.short,
            ground.name,
            row.unit,
            row.code or None,
            row.name,
            row.other or None,
            row.own,
            None if row.effect is None else effect_text(row.effect),
            row.note or None,
        ]
        for difference in differences
        for ground in difference.grounds
        for row in ground.rows
    ]
    values = "；".join(
        f"{comparison.indicator.short}通报{value_text(comparison.bulletin)}、"
        f"本县{value_text(comparison.own)}"
        for comparison in (difference.comparison for difference in differences)
    )
    facts = [
        (UNIT, home),
        ("数据月份", month_text(month)),
        ("两本账", values),
        ("数据版本", edition),
        (DAY, printed_at),
    ]
    total = ["合计", None, f"{len(rows)}行", *[None] * (len(COLUMNS) - 2)]
    return Sheet(
        f"{home}通报数据核对清单（{month_text(month)}）",
        ["序号", *COLUMNS],
        [[number, *row] for number, row in enumerate(rows, start=1)],
        facts,
        total,
        {"序号": 6.0, "说明": 40.0},
    )


def _paragraph(difference: Difference, we: str) -> str:
    comparison = difference.comparison
    points = (
        f"，公布值{_higher(comparison.points)}"
        if comparison.has_counts and (comparison.items or comparison.total) and comparison.points
        else ""
    )
    sentences = [
        (
            f"通报{value_text(comparison.bulletin)}，{we}测算{value_text(comparison.own)}，"
            f"{difference_text(comparison)}{points}。"
        )
    ]
    sentences += [*notes(comparison), at_cutoff_text(difference)]
    grounds = grounds_text(difference)
    sentences.append(
        f"经{we}自查，可能涉及：{grounds}。" if grounds else f"{we}未查到可以说明差异的事项。"
    )
    return "".join(sentences).replace("本县", we)


def _higher(points: Decimal) -> str:
    return f"{'高' if points > 0 else '低'}{abs(points)}个百分点"


def _more(items: int) -> str:
    return f"{'多' if items > 0 else '少'}{abs(items)}"


def _numeral(number: int) -> str:
    return _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
