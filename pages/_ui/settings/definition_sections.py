"""指标口径 section by section: the indicators, the partial lists, the problem lists, what is
suspected, the rules for all.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.board import Board, basis
from govsvc.domain import indicators
from govsvc.domain.indicators import KINDS, Indicator, Rules
from pages._ui import ui
from pages._ui.problems import suspect_review


def indicator_card(indicator: Indicator, board: Board, month: date | None) -> None:
    """Name and formula of one indicator, with the month's own numbers put in."""
    with st.container(border=True, key=f"definition_{indicator.key}"):
        short = f"　:gray[:small[简称：{indicator.short}]]"
        st.markdown(
            f"##### {indicator.name}" + (short if indicator.short != indicator.name else "")
        )
        st.markdown(
            f"**{indicator.numerator} ÷ {indicator.denominator}**　"
            f":gray[（逐行来自{KINDS[indicator.kind]}）]"
        )
        if month:
            st.markdown(
                "  \n".join(
                    f":gray[{name:　<4}]　{ui.text(text)}"
                    for name, text in basis(board, indicator, month)
                )
            )


def extras(board: Board, month: date | None) -> None:
    """The indicators beside the province's, with their twins."""
    ui.section("另外的指标", "不属于省定指标；有数据、并选为显示的，出现在各页的指标里")
    for indicator in indicators.INDICATORS:
        if indicator.is_extra:
            indicator_card(indicator, board, month)


def partial_lists() -> None:
    """The partial lists that decide over the departments' own tables."""
    ui.section(
        "以清单为准",
        "这几张清单只更改其对应的一项；与部门填报不一致的，列入“填报与平台不一致”清单",
    )
    ui.table(
        "partials",
        ["清单", "管哪一项", "清单里没有的事项"],
        [
            [
                partial.name,
                "、".join(flag.header for flag in indicators.flags_of(partial.kind)),
                "按“否”计" if partial.absent is False else "按政务服务事项表",
            ]
            for partial in indicators.PARTIALS
            if partial.owns
        ],
    )


def problem_lists() -> None:
    """Which rows are on which list."""
    ui.section("问题清单")
    ui.table(
        "lists",
        ["清单", "清单的列入条件"],
        [[problem_list.name, problem_list.rule] for problem_list in indicators.LISTS],
    )


def suspects(board: Board, month: date | None) -> None:
    """How 疑似 and 零办件 are found in the case statistics."""
    observed = board.suspects.period(month) if month else None
    period = (
        f"{observed.text}，{observed.lack or '每个月都有办件数据'}"
        if observed
        else f"默认近{Rules().observation_months}个月"
    )
    ui.section("疑似和零办件", "由办件量统计推出，一律为疑似，由人认定")
    _bullets(
        [
            f"观察期：{period}；月数在口径版本里设置，已定稿的月份用它定稿时的。",
            "办件量是期间数，各月相加；按实施编码等编码与事项对应，没有编码的按部门和名称；"
            "一行对应多个事项、无法区分的，不采用。",
            "“没有受理”须以整个观察期的数据判断：缺少任何一个月的办件数据，"
            "均不据此列为疑似明进暗不进或零办件。",
            "“有系统外办件”“大厅受理的到厅外办结”有一件即列入，缺月的也列入，并注明数据月数。",
            "只有办件总量和大厅受理件数的，以两者之差为部门受理；空着的不算0。",
            "疑似不进任何比率、名次和已认定的清单；认定后记为办件数据比对发现，"
            "写明认定日期、认定人和理由，从核减后的数值中减去，随底册沿用到以后各月，可以撤回。",
            f"{suspect_review.STAYS_AWAY}。",
            "零办件是观察期内大厅、部门都没有受理的事项，不是问题，单独列出。",
        ]
    )


def common_rules() -> None:
    """What holds for every indicator."""
    ui.section("共同规则")
    _bullets(
        [
            f"范围：依申请事项，即{'、'.join(Rules().types_in_scope)}；"
            "处罚、强制、征收、检查等依职权事项不计入。只计在用事项。",
            "公布值：百分比保留两位小数，四舍五入；未全部达到时不显示100.00%。"
            "变化以公布值计，单位为个百分点。",
            "来源：市通报照原样保留，与本县测算分开；有通报的月份以通报为准，"
            "并列出本县测算和相差项数。",
            "名次：在同一来源、同一组内按公布值从高到低排，并列同名次；未报送的不排名。",
            "达标：按分子、分母精确比较，不采用四舍五入后的数值。",
            "得分：市通报所列的分值、得分、综合得分、综合排名照原样保留，本系统不计算得分。"
            "丢分 = 分值 − 得分，得分大于分值的按0计；未列分值的，只说比同组最高分少多少。",
            "目标位次：名次不低于目标即已达到，并列也算；未达到时说明再解决几项可以进入"
            "（其他县（市、区）不变）。",
        ]
    )


def _bullets(lines: Sequence[str]) -> None:
    st.markdown("\n".join(f"- {line}" for line in lines))
