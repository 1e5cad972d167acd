"""口径版本: the versions so far, and a form for a new one that shows first what would change."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import EXEMPT_AS, Rules
from govsvc.domain.months import month_after, month_text
from govsvc.domain.rates import percent_text, points_text
from govsvc.importing import preview
from govsvc.store import Act, RuleVersion, Store
from pages._ui import permissions, ui

#: months of an observation period at most
MOST_OBSERVED = 12


def versions_table(versions: Sequence[RuleVersion]) -> None:
    rows = [["默认口径", "—", "起初", _words(Rules()), ""]]
    rows += [
        [
            ui.text(found.name),
            ui.text(found.document),
            month_text(found.from_month),
            ui.text(_words(found.rules)),
            ui.text(found.who or ""),
        ]
        for found in versions
    ]
    ui.table("rules", ["口径", "依据文件", "生效月份", "内容", "设置人"], rows)


def _words(rules: Rules) -> str:
    """What differs from the plain reading; the scope always."""
    words = ["范围：" + "、".join(rules.types_in_scope)]
    words += [
        f"{indicators.by_key(key).short}的豁免事项{EXEMPT_AS[how]}"
        for key, how in rules.exempt_as.items()
        if how != "out"
    ]
    words += [
        f"{indicators.by_key(key).short}只计{'、'.join(levels)}"
        if levels
        else f"{indicators.by_key(key).short}不分层级"
        for key, levels in rules.levels.items()
    ]
    words.append(f"观察期{rules.observation_months}个月")
    return "；".join(words)


def form(store: Store, board: Board) -> None:
    """Asks for a version; stores it when it is confirmed."""
    latest = (
        store.settings.rule_versions() or [RuleVersion("", "", datetime.now().date(), Rules())]
    )[-1].rules
    months = sorted(board.months(), reverse=True)
    months = [month_after(months[0]), *months] if months else []
    if not months:
        st.markdown(":gray[导入第一个月的数据后，可以在这里设置口径。]")
        return
    with st.expander("设置新的口径", icon=":material/tune:"):
        with st.container(horizontal=True, gap="small"):
            name = st.text_input("口径名称", placeholder="如 市2026年下半年口径", max_chars=40)
            document = st.text_input(
                "依据文件", placeholder="文号，如 市营商办〔2026〕8号", max_chars=60
            )
            month = st.selectbox(
                "生效月份", months, format_func=month_text, placeholder="选择月份", width=150
            )
        types = st.multiselect(
            "统计范围（事项类型）",
            list(Rules().types_in_scope),
            default=[t for t in Rules().types_in_scope if t in latest.types_in_scope],
            placeholder="选择事项类型",
            select_all=False,
        )
        exempting = [
            indicator for indicator in indicators.headline_indicators() if indicator.exempt
        ]
        exempt_as: dict[str, str] = {}
        with st.container(horizontal=True, gap="small"):
            for indicator in exempting:
                how = st.selectbox(
                    f"{indicator.short}：豁免事项",
                    list(EXEMPT_AS),
                    index=list(EXEMPT_AS).index(latest.exempt_as.get(indicator.key, "out")),
                    format_func=EXEMPT_AS.get,
                    key=f"exempt_{indicator.key}",
                    placeholder="选择",
                    width=200,
                )
                if how != "out":
                    exempt_as[indicator.key] = how
                    twin = indicators.twin_of(indicator)
                    if twin:
                        exempt_as[twin.key] = how
        levels: dict[str, tuple[str, ...]] = {}
        levelled = [
            indicator
            for indicator in indicators.headline_indicators()
            if indicator.kind == indicators.ITEMS
        ]
        with st.container(horizontal=True, gap="small"):
            for indicator in levelled:
                default = list(latest.levels.get(indicator.key, indicator.levels))
                chosen = tuple(
                    st.multiselect(
                        f"{indicator.short}：层级",
                        list(indicators.LEVELS),
                        default=default,
                        key=f"levels_{indicator.key}",
                        placeholder="不分层级",
                        select_all=False,
                        width=250,
                    )
                )
                if chosen != indicator.levels:
                    levels[indicator.key] = chosen
                    twin = indicators.twin_of(indicator)
                    if twin:
                        levels[twin.key] = chosen
        observed = st.number_input(
            "观察期（月）：用办件量找疑似",
            1,
            MOST_OBSERVED,
            latest.observation_months,
            key="observation_months",
            width=240,
        )
        if not (name.strip() and document.strip() and types):
            st.markdown(":gray[填写名称、依据文件和统计范围后，显示会改变什么。]")
            return
        found = RuleVersion(
            name.strip(),
            document.strip(),
            month,
            Rules(tuple(types), exempt_as, levels, int(observed)),
        )
        try:
            version, changes = store.version(), preview.of_rules(store, found)
        except GovsvcError as error:
            st.error(
                f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:"
            )
            return
        if changes:
            ui.table(
                "rule_changes",
                ["月份", "指标", "现在", "改后", "变化"],
                [
                    [
                        month_text(change.month),
                        change.indicator.short,
                        _figure(change.before),
                        _figure(change.after),
                        points_text(change.change_pp) if change.change_pp is not None else "—",
                    ]
                    for change in changes[:60]
                ],
            )
        else:
            st.markdown(":gray[现有未定稿月份的数值不变。]")
        st.markdown(":gray[:small[已定稿的月份不重算；走势图在生效月份标“口径调整”，前后不比较。]]")
        if st.button("确认生效", type="primary", icon=":material/check:"):
            try:
                store.setting_writes.change_rules(
                    found, Act(permissions.who(), datetime.now()), expected_version=version
                )
            except GovsvcError as error:
                st.error(
                    f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:"
                )
            else:
                st.session_state["done"] = f"“{found.name}”自{month_text(month)}起生效。"
                st.rerun()


def _figure(found: preview.Figure | None) -> str:
    if found is None:
        return "—"
    return percent_text(found.published) + (
        f"（{found.numerator:,}/{found.denominator:,}）" if found.denominator else ""
    )
