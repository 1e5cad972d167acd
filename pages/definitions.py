"""指标口径: the definitions as the code has them, with this month's numbers put in."""

import streamlit as st

from govsvc import indicators
from govsvc.access import Right
from govsvc.board import basis
from govsvc.indicators import KINDS, Rules
from govsvc.months import month_text
from pages._shared import data, frame, permit, rule_form, ui

current = frame.current()
twins = sum(indicator.nominal is not None for indicator in indicators.INDICATORS)
of_month = f"（{month_text(current.month)}）" if current.month else ""
frame.title(f"指标口径{of_month}：{len(indicators.headline_indicators())}项指标和{twins}项核减、规范指标")

for indicator in indicators.INDICATORS:
    with st.container(border=True, key=f"definition_{indicator.key}"):
        st.markdown(f"##### {indicator.name}" + (f"　:gray[:small[简称：{indicator.short}]]" if indicator.short != indicator.name else ""))
        st.markdown(f"**{indicator.numerator} ÷ {indicator.denominator}**　:gray[（逐行来自{KINDS[indicator.kind]}）]")
        if current.month:
            st.markdown("  \n".join(f":gray[{what:　<4}]　{ui.text(text)}" for what, text in basis(current.board, indicator, current.month)))

ui.section("以清单为准", "这几张清单只改它管的那一项；与部门填报不一致的，列入“填报与平台不一致”清单")
ui.table("partials", ["清单", "管哪一项", "清单里没有的事项"], [
    [partial.name, "、".join(flag.header for flag in indicators.flags_of(partial.kind)), "按“否”计" if partial.absent is False else "按政务服务事项表"]
    for partial in indicators.PARTIALS])
ui.section("问题清单")
ui.table("lists", ["清单", "哪些行在清单上"], [[found.name, found.rule] for found in indicators.LISTS])
ui.section("口径版本", "每个版本有名称、依据文件和生效月份")
if said := st.session_state.pop("done", None):
    st.success(ui.text(said), icon=":material/check_circle:")
store = data.store()
rule_form.versions_table(store.rule_versions())
if not current.board.is_demonstration and permit.may(Right.MANAGE, "设置新的口径"):
    rule_form.form(store, current.board)
ui.section("共同规则")
st.markdown(f"""
- 范围：依申请事项，即{'、'.join(Rules().types_in_scope)}；处罚、强制、征收、检查等依职权事项不计入。只计在用事项。
- 公布值：百分比保留两位小数，四舍五入；未全部达到时不显示100.00%。变化以公布值计，单位为个百分点。
- 来源：市通报照原样保留，与本县测算分开；有通报的月份以通报为准，并列出本县测算和相差项数。
- 名次：在同一来源、同一组内按公布值从高到低排，并列同名次；未报送的不排名。
- 达标：按分子、分母精确比较，不用四舍五入后的数。
- 得分：市通报印的分值、得分、综合得分、综合排名照原样保留，本系统不计算得分。丢分 = 分值 − 得分，得分大于分值的按0计；没有印分值的，只说比同组最高分少多少。
- 目标位次：名次不低于目标即已达到，并列也算；未达到时说明再解决几项可以进入（其他县（市、区）不变）。
""")
