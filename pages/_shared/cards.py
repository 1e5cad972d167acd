"""The card of one indicator."""

import streamlit as st

from govsvc.board import Board, Standing, Value
from govsvc.indicators import BULLETIN_SOURCE, OWN, STATIONS
from govsvc.rates import count_text, percent_text, rank_prose
from pages._shared import ui


def card(standing: Standing, board: Board) -> None:
    """Draws the card: value, change, sparkline, rank, target, counts, own count, twin."""
    indicator, headline = standing.indicator, standing.headline
    with st.container(border=True, height="stretch", gap="xsmall", key=f"card_{indicator.key}"):
        series = [float(value) for _, value in standing.series[-12:] if value is not None]
        st.metric(indicator.short, percent_text(headline.published if headline else None), **ui.change(standing.change_pp),
                  help=f"{indicator.name}：{indicator.numerator} ÷ {indicator.denominator}", chart_data=series if len(series) > 1 else None)
        if headline is None:
            st.markdown(":gray[本月没有数据]")
            return
        for line in (_rank(standing), _target(standing), _counts(standing, board), *_own(standing), *_twin(standing), *_notes(standing, board)):
            st.markdown(line)


def _rank(standing: Standing) -> str:
    ranked = standing.ranked
    if ranked is None or ranked.rank is None:
        return ":gray[暂无通报排名]"
    return f"全市**{rank_prose(ranked.rank)}**（{ranked.month.month}月通报）{ui.moved(standing.place_change)}"


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


def _counts(standing: Standing, board: Board) -> str:
    headline: Value = standing.headline
    source = ":gray[市通报]" if headline.source == BULLETIN_SOURCE else ":gray[本县测算，本月无通报]"
    if headline.numerator is None:
        return source
    return f":gray[{count_text(headline.numerator)} / {count_text(headline.denominator)}{standing.indicator.unit}]　{source}"


def _own(standing: Standing) -> list[str]:
    if not standing.differs or standing.own is None:
        return []
    items = standing.difference_items
    gap = f"，{'多' if items > 0 else '少'}{abs(items)}{standing.indicator.unit}" if items else ""
    return [f":orange[本县测算{percent_text(standing.own.published)}{gap}]"]


def _twin(standing: Standing) -> list[str]:
    if standing.twin is None:
        return []
    words = "核减后" if standing.twin_gap_pp is not None else standing.twin_indicator.short
    lower = standing.twin_gap_pp
    note = f"▽ 低{lower}个百分点" if lower else f"{standing.twin.missing}{standing.indicator.unit}{standing.twin_indicator.missing_word}" if standing.twin.missing else ""
    return [f"{words} **{percent_text(standing.twin.published)}**" + (f"　:orange[{note}]" if note else "")]


def _notes(standing: Standing, board: Board) -> list[str]:
    notes = []
    if standing.whose and not standing.twin:
        notes.append(f":gray[{standing.indicator.missing_word}的{ui.text(standing.whose)}]")
    if standing.rounding_note:
        notes.append(f":orange[{standing.rounding_note}]")
    if standing.left_out:
        notes.append(f":orange[有{standing.left_out}行未计入]")
    if standing.own and standing.headline.source == OWN and standing.indicator.kind == STATIONS and not board.has_village_list(standing.month):
        notes.append(":gray[分母为台账中的村（社区），尚无村居名录]")
    return notes
