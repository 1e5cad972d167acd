"""The cards of the overview, one for each indicator."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, TypedDict

import streamlit as st

from govsvc.board import Board, Standing, Value
from govsvc.domain.indicators import BULLETIN_SOURCE, OWN, STATIONS, Indicator
from govsvc.domain.rates import count_text, percent_text, points_text, rank_among
from pages._ui import frame, presentation, ui

#: lines of a card on a projector, where 核减后 is not shown
_LINES_IN_ROOM = 3
#: months of the sparkline
_SPARKLINE_MONTHS = 12


class _Delta(TypedDict, total=False):
    """The change pill, as `st.metric` takes it."""

    delta: str | None
    delta_color: Literal["blue", "orange", "gray"]
    delta_arrow: Literal["up", "down", "off"]


def cards(standings: Sequence[Standing], board: Board) -> None:
    """Draws the cards: value, change, sparkline, rank, target, counts, own count, twin.

    All on one row where there is room.
    """
    is_brief = presentation.is_on() and not presentation.shows_effective()
    lines = [
        _lines(standing, board)[: _LINES_IN_ROOM if is_brief else None] for standing in standings
    ]
    longest = max(map(len, lines))
    # five across would be cut on a projector: three and two
    grid = st.grid(
        3 if presentation.is_on() else len(standings),
        min_column_width=216,
        gap="xsmall" if presentation.is_on() else "small",
    )
    for standing, texts in zip(standings, lines, strict=True):
        with grid.cell():
            _card(standing, texts + ["&nbsp;"] * (longest - len(texts)))  # equal heights


def _card(standing: Standing, lines: Sequence[str]) -> None:
    indicator, headline = standing.indicator, standing.headline
    with st.container(border=True, height="stretch", gap="xsmall", key=f"card_{indicator.key}"):
        series = (
            []
            if presentation.is_on()
            else [
                float(value)
                for _, value in standing.series[-_SPARKLINE_MONTHS:]
                if value is not None
            ]
        )
        st.metric(
            indicator.short,
            percent_text(headline.published if headline else None),
            **_delta(standing.change_pp),
            help=f"{indicator.name}：{indicator.numerator} ÷ {indicator.denominator}",
            chart_data=series if len(series) > 1 else None,
        )
        st.markdown("  \n".join(lines))
        if headline and not presentation.is_on():
            _link(indicator, headline.missing)


def _delta(change_pp: Decimal | None) -> _Delta:
    """Blue up, orange down, grey where nothing changed; nothing where it is not known."""
    if change_pp is None:
        return {"delta": None}
    text = points_text(change_pp)
    if change_pp > 0:
        return {"delta": text, "delta_color": "blue", "delta_arrow": "up"}
    if change_pp < 0:
        return {"delta": text, "delta_color": "orange", "delta_arrow": "down"}
    return {"delta": text, "delta_color": "gray", "delta_arrow": "off"}


def _link(indicator: Indicator, missing: int | None) -> None:
    """The link below the card: to the units of the missing rows or, where none is missing, to the
    trend.
    """
    if missing == 0:
        frame.link("trends.py", "看走势 ›", ind=indicator.short)
    else:
        frame.link(
            "gaps.py",
            f"{indicator.missing_word}{missing}{indicator.unit}，看在谁手里 ›"
            if missing
            else "看差距 ›",
            ind=indicator.short,
        )


def _lines(standing: Standing, board: Board) -> list[str]:
    """The texts below the value, the most important first."""
    if standing.headline is None:
        return [":gray[本月没有数据]"]
    return [
        _rank(standing),
        _target(standing),
        _counts(standing, standing.headline),
        *_own(standing),
        *_twin(standing, board),
        *_notes(standing, standing.headline, board),
    ]


def _rank(standing: Standing) -> str:
    ranked = standing.ranked
    if ranked is None or ranked.rank is None:
        return ":gray[暂无通报排名]"
    return (
        f"**{ui.text(rank_among(ranked.rank))}**（{ranked.month.month}月通报）"
        f"{_rank_change(standing.place_change)}"
    )


def _rank_change(gained: int | None) -> str:
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


def _target(standing: Standing) -> str:
    target, unit = standing.target, standing.indicator.unit
    if target is None:
        return ":gray[未设目标]"
    name = f"进入前{target.place}" if target.value is None else percent_text(target.value)
    if standing.target_reached is None:
        return f":gray[目标{name}]"
    if standing.target_reached:
        return f":gray[目标{name}]　:blue[**✓ 已达标**]"
    missing = f"还差{standing.items_missing}{unit}" if standing.items_missing else "未达标"
    return f":gray[目标{name}]　:orange[**{missing}**]"


def _counts(standing: Standing, headline: Value) -> str:
    source = ":gray[市通报]" if headline.source == BULLETIN_SOURCE else ":gray[本县测算]"
    if headline.numerator is None:
        return source
    return (
        f":gray[{count_text(headline.numerator)} / "
        f"{count_text(headline.denominator)}{standing.indicator.unit}]　{source}"
    )


def _own(standing: Standing) -> list[str]:
    if not standing.differs or standing.own is None:
        return []
    items = standing.difference_items
    gap = f"，{'多' if items > 0 else '少'}{abs(items)}{standing.indicator.unit}" if items else ""
    return [f":orange[本县测算{percent_text(standing.own.published)}{gap}]"]


def _twin(standing: Standing, board: Board) -> list[str]:
    twin, indicator, lower = standing.twin, standing.twin_indicator, standing.twin_gap_pp
    if twin is None or indicator is None:
        return []
    lines = [f"{indicator.short if lower is None else '核减后'} **{percent_text(twin.published)}**"]
    if lower:
        lines.append(f":orange[▽ 低{lower}个百分点]")
    elif twin.missing:
        lines.append(f":orange[▽ {twin.missing}{indicator.unit}{indicator.missing_word}]")
    suspected = board.lists.suspected_of(indicator, standing.month)
    if suspected:
        lines[0] += f"　:gray[疑似{suspected}{indicator.unit}]"
    return lines


def _notes(standing: Standing, headline: Value, board: Board) -> list[str]:
    notes = []
    if standing.rules_changed and standing.previous:
        notes.append(":gray[口径调整，与上月不比较]")
    if standing.previous is None and standing.month != min(board.months()):
        notes.append(f":gray[上月无{headline.source_name}，不比较]")
    if standing.missing_units and not standing.twin:
        notes.append(f":gray[{standing.indicator.missing_word}的{ui.text(standing.missing_units)}]")
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
