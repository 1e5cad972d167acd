"""目标差距: how far each indicator is from its target, in points and items, and whose the items are."""

import streamlit as st

from govsvc import charts, indicators
from govsvc.board import sentences, tables
from govsvc.rates import count_text, percent_text, signed_points
from pages._shared import data, frame, improvement, pick, ui

board, month = frame.require_month()
standings = board.standings(month)
frame.title(sentences.gap(standings))

left, right = st.columns([1.15, 1], gap="medium")
with left:
    ui.section("距目标还差多少", "●本月　○上月　┃目标")
    if any(standing.headline for standing in standings):
        ui.chart(charts.gap_tracks(tables.gap_tracks(standings), **ui.look()), "gaps", "目标差距")
    if not any(standing.target for standing in standings):
        st.info("还没有目标值。导入“目标值”表（指标名称、年度、目标值、牵头单位）后，这里显示差距。", icon=":material/flag:")
        frame.link("upload.py", "去导入目标值")
with right:
    indicator = pick.indicator(key="ind")
    split = board.split(indicator, month)
    problem_list = indicators.missing_list_of(indicator)
    unit_word = indicators.unit_word(indicator.kind)
    if split.empty:
        ui.section(f"{indicator.short}：按{unit_word}")
        has_rows = board.has_own(indicator.kind, month)
        st.markdown(f":gray[本月没有{indicator.missing_word}的。]" if has_rows else f":gray[本月没有逐行数据，不能按{unit_word}拆分。]")
    else:
        ui.section(f"{indicator.short}：{int(split['missing'].sum())}{indicator.unit}{indicator.missing_word}在谁手里", "灰字为累计占比")
        ui.chart(charts.unit_bars(split, unit_word=unit_word, **ui.look()), "units", f"{indicator.missing_word}按{unit_word}")
        frame.link("problems.py", f"查看{problem_list.name}清单", list=problem_list.name)

problems_here = data.problem_rows(problem_list.key, month, board.as_of)[0] if problem_list and not split.empty else []
improvement.section(board, month, indicator, problem_list, problems_here)

ui.section("差距明细", "差距为公布值与目标之差；项数按分子、分母精确计算")
ui.table("gaps", ["指标", "本月", "目标", "差距（个百分点）", "还差", "牵头单位"],
         [[s.indicator.short, percent_text(s.headline.published if s.headline else None),
           percent_text(s.target.value) if s.target and s.target.value is not None else f"前{s.target.place}位" if s.target else "未设目标",
           signed_points(tables.points_to_target(s)), "✓ 已达标" if s.target_reached else "—" if s.items_missing is None
           else f"{count_text(s.items_missing)}{s.indicator.unit}", ui.text(s.target.lead_unit) if s.target else "—"] for s in standings],
         numbers=["本月", "目标", "差距（个百分点）", "还差"])
