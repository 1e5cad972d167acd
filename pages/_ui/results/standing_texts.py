"""What is said of one indicator's value: its change, rank, target, counts, own count and twin, on a
card and on the indicator's own page.
"""

from decimal import Decimal
from typing import Literal, TypedDict

from govsvc.board import Board, Standing, Value
from govsvc.domain import indicators
from govsvc.domain.indicators import BULLETIN_SOURCE, OWN, STATIONS
from govsvc.domain.rates import count_text, percent_text, points_text, rank_of
from govsvc.domain.rows import Target
from pages._ui import ui


class Delta(TypedDict, total=False):
    """The change pill, as `st.metric` takes it."""

    delta: str | None
    delta_color: Literal["blue", "orange", "gray"]
    delta_arrow: Literal["up", "down", "off"]


def delta(change_pp: Decimal | None) -> Delta:
    """Blue up, orange down, grey where nothing changed; nothing where it is not known."""
    if change_pp is None:
        return {"delta": None}
    text = points_text(change_pp)
    if change_pp > 0:
        return {"delta": f"较上月{text}", "delta_color": "blue", "delta_arrow": "up"}
    if change_pp < 0:
        return {"delta": f"较上月{text}", "delta_color": "orange", "delta_arrow": "down"}
    return {"delta": text, "delta_color": "gray", "delta_arrow": "off"}


def rank_line(standing: Standing) -> str:
    """第3位/共12个 ↑1位, with the bulletin where it is not the month's own."""
    ranked = standing.ranked
    if ranked is None or ranked.rank is None:
        return rank_note(standing)
    is_of_month = ranked.month == standing.month
    note = rank_change(standing.place_change) if is_of_month else rank_note(standing)
    return f"**{ui.text(rank_of(ranked.rank))}**　{note}"


def rank_note(standing: Standing) -> str:
    """（10月通报）↑1位."""
    ranked = standing.ranked
    if ranked is None or ranked.rank is None:
        return ":gray[暂无通报排名]"
    return f"（{ranked.month.month}月通报）{rank_change(standing.place_change)}"


def rank_change(gained: int | None) -> str:
    """↑1位, ↓2位, 持平; nothing where it is not known."""
    if gained is None:
        return ""
    return (
        f":blue[↑{gained}位]"
        if gained > 0
        else f":orange[↓{-gained}位]"
        if gained < 0
        else ":gray[持平]"
    )


def target_line(standing: Standing) -> str:
    """目标99.00%　还差23项."""
    if standing.target is None:
        return ":gray[未设目标]"
    gap = gap_note(standing)
    return f":gray[目标{target_name(standing.target)}]" + (f"　{gap}" if gap else "")


def target_name(target: Target | None) -> str:
    """99.00%, 进入前3, or — without a target."""
    if target is None:
        return "—"
    return f"进入前{target.place}" if target.value is None else percent_text(target.value)


def gap_note(standing: Standing) -> str:
    """✓ 已达标, 还差23项; "" where it is not known."""
    if standing.target_reached is None:
        return ""
    if standing.target_reached:
        return ":blue[**✓ 已达标**]"
    unit = standing.indicator.unit
    missing = f"还差{standing.items_missing}{unit}" if standing.items_missing else "未达标"
    return f":orange[**{missing}**]"


def counts_line(standing: Standing, headline: Value) -> str:
    """3,148 / 3,150项　市通报."""
    source = ":gray[市通报]" if headline.source == BULLETIN_SOURCE else ":gray[本县测算]"
    if headline.numerator is None:
        return source
    return (
        f":gray[{count_text(headline.numerator)} / "
        f"{count_text(headline.denominator)}{standing.indicator.unit}]　{source}"
    )


def own_lines(standing: Standing) -> list[str]:
    """本县测算99.94%，多1项, where it is not the value shown."""
    if not standing.differs or standing.own is None:
        return []
    items = standing.difference_items
    gap = f"，{'多' if items > 0 else '少'}{abs(items)}{standing.indicator.unit}" if items else ""
    return [f":orange[本县测算{percent_text(standing.own.published)}{gap}]"]


def twin_lines(standing: Standing, board: Board) -> list[str]:
    """核减后 97.33%　疑似6项 and by how much it is lower, where there is a twin."""
    twin, indicator, lower = standing.twin, standing.twin_indicator, standing.twin_gap_pp
    if twin is None or indicator is None:
        return []
    lines = [f"{indicators.twin_word(indicator)} **{percent_text(twin.published)}**"]
    if lower:
        lines.append(f":orange[▽ 低{lower}个百分点]")
    elif lower is None and twin.missing:
        lines.append(f":orange[▽ {twin.missing}{indicator.unit}{indicator.missing_word}]")
    suspected = board.lists.suspected_of(indicator, standing.month)
    if suspected:
        lines[0] += f"　:gray[疑似{suspected}{indicator.unit}]"
    return lines


def note_lines(standing: Standing, headline: Value, board: Board) -> list[str]:
    """What else is to be known of the value: why it is not compared, what it leaves out."""
    notes = []
    if standing.rules_changed and standing.previous:
        notes.append(":gray[口径调整，与上月不比较]")
    if standing.previous is None and standing.month != min(board.months()):
        notes.append(f":gray[上月无{headline.source_name}，不比较]")
    if standing.rounding_note:
        notes.append(f":orange[{standing.rounding_note}]")
    if standing.left_out:
        notes.append(f":orange[{standing.left_out}{standing.indicator.unit}未计入]")
    if (
        standing.own
        and headline.source == OWN
        and standing.indicator.kind == STATIONS
        and not board.rows.has_village_list(standing.month)
    ):
        notes.append(":gray[分母为台账中的村（社区），尚无村居名录]")
    return notes
