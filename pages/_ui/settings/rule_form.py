"""口径版本: the versions so far, and a form for a new one that shows first what would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import EXEMPT_AS, Indicator, Rules
from govsvc.domain.months import month_after, month_text
from govsvc.domain.rates import percent_text, points_text
from govsvc.importing import preview
from govsvc.store import Act, RuleVersion, Store
from govsvc.system import clock
from pages._ui import outcome, permissions, ui

#: months of an observation period at most
MOST_OBSERVED = 12
#: changes that are listed at most
_MOST_CHANGES = 60


def versions_table(versions: Sequence[RuleVersion]) -> None:
    """All versions, the plain reading first."""
    rows = [["默认口径", "—", "起初", _content(Rules()), ""]]
    rows += [
        [
            ui.text(version.name),
            ui.text(version.document),
            month_text(version.from_month),
            ui.text(_content(version.rules)),
            ui.text(version.who or ""),
        ]
        for version in versions
    ]
    ui.table("rules", ["口径", "依据文件", "生效月份", "内容", "设置人"], rows)


def _content(rules: Rules) -> str:
    """How the rules differ from the plain reading; scope and observation period always."""
    words = ["范围：" + "、".join(rules.types_in_scope)]
    words += [
        f"{indicators.by_key(key).short}的豁免事项{EXEMPT_AS[treatment]}"
        for key, treatment in rules.exempt_as.items()
        if treatment != indicators.by_key(key).exempt_usually
    ]
    words += [
        f"{indicators.by_key(key).short}只计{'、'.join(levels)}"
        if levels
        else f"{indicators.by_key(key).short}不分层级"
        for key, levels in rules.levels.items()
    ]
    words += [
        f"{indicator.short}：{indicator.also_met_word}也计入"
        for indicator in indicators.named_indicators()
        if rules.counts_also(indicator)
    ]
    words += [
        f"{indicator.short}：{indicator.instead_word}"
        for indicator in indicators.named_indicators()
        if rules.decides_instead(indicator)
    ]
    words += [f"{indicators.by_key(key).short}：另列各项比值的平均" for key in rules.means]
    if rules.workdays_of != Rules.workdays_of:
        month, year, week = rules.workdays_of
        words.append(f"1个月按{month}、1年按{year}、7个自然日按{week}个工作日")
    words.append(f"观察期{rules.observation_months}个月")
    return "；".join(words)


def form(store: Store, board: Board) -> None:
    """Asks for a version, shows what it would change, and stores it when that is confirmed."""
    versions = store.settings.rule_versions()
    latest = versions[-1].rules if versions else Rules()
    months = sorted(board.months(), reverse=True)
    if not months:
        st.markdown(":gray[导入第一个月的数据后，可以在这里设置口径。]")
        return
    with st.expander("设置新的口径", icon=":material/tune:"):
        heading = _heading([month_after(months[0]), *months])
        rules = _rules(latest)
        if not (heading.name and heading.document and rules.types_in_scope):
            st.markdown(":gray[填写名称、依据文件和统计范围后，显示会改变什么。]")
            return
        _confirm(store, RuleVersion(heading.name, heading.document, heading.from_month, rules))


@dataclass(frozen=True)
class _Heading:
    """What a version is called, what it rests on, and from which month it holds."""

    name: str
    document: str
    from_month: date


def _heading(months: Sequence[date]) -> _Heading:
    with st.container(horizontal=True, gap="small"):
        name = st.text_input("口径名称", placeholder="如 市2026年下半年口径", max_chars=40)
        document = st.text_input(
            "依据文件", placeholder="文号，如 市营商办〔2026〕8号", max_chars=60
        )
        month = st.selectbox(
            "生效月份", months, format_func=month_text, placeholder="选择月份", width=150
        )
    return _Heading(name.strip(), document.strip(), month)


def _rules(latest: Rules) -> Rules:
    """The rules as the form has them, beginning with those of the latest version."""
    types_in_scope = st.multiselect(
        "统计范围（事项类型）",
        list(Rules().types_in_scope),
        default=[name for name in Rules().types_in_scope if name in latest.types_in_scope],
        placeholder="选择事项类型",
        select_all=False,
    )
    exempt_as = _exempt_as(latest)
    levels = _levels(latest)
    observation_months = st.number_input(
        "观察期（月）：用办件量找疑似",
        1,
        MOST_OBSERVED,
        latest.observation_months,
        key="observation_months",
        width=240,
    )
    return Rules(
        tuple(types_in_scope),
        exempt_as,
        levels,
        int(observation_months),
        _also_met(latest),
        _instead(latest),
        _workdays_of(latest),
        _means(latest),
    )


def _instead(latest: Rules) -> tuple[str, ...]:
    """The indicators that another column decides (即办件占比 by the promised limit)."""
    return tuple(
        indicator.key
        for indicator in indicators.named_indicators()
        if indicator.instead
        and st.checkbox(
            f"{indicator.short}：{indicator.instead_word}",
            latest.decides_instead(indicator),
            key=f"instead_{indicator.key}",
        )
    )


def _means(latest: Rules) -> tuple[str, ...]:
    """The ratios of sums beside which the mean of the items' ratios is shown."""
    return tuple(
        indicator.key
        for indicator in indicators.named_indicators()
        if indicator.sums
        and indicator.sums.over
        and st.checkbox(
            f"{indicator.short}：另列各项比值的平均",
            indicator.key in latest.means,
            key=f"mean_{indicator.key}",
        )
    )


def _workdays_of(latest: Rules) -> tuple[int, int, int]:
    """How many workdays a 月, a 年 and 7 自然日 are."""
    labels = "办结时限：1个月按几个工作日", "1年按几个工作日", "7个自然日按几个工作日"
    with st.container(horizontal=True, gap="small"):
        month, year, week = (
            int(st.number_input(label, 1, most, days, key=f"workdays_{most}", width=200))
            for label, most, days in zip(labels, (31, 366, 7), latest.workdays_of)
        )
    return month, year, week


def _also_met(latest: Rules) -> tuple[str, ...]:
    """The indicators whose partly met rows count (部分授权)."""
    return tuple(
        indicator.key
        for indicator in indicators.named_indicators()
        if indicator.also_met
        and st.checkbox(
            f"{indicator.short}：{indicator.also_met_word}也计入",
            latest.counts_also(indicator),
            key=f"also_{indicator.key}",
        )
    )


def _exempt_as(latest: Rules) -> dict[str, str]:
    """Indicator → how exempt rows count, where that is not as usual."""
    exempt_as: dict[str, str] = {}
    treatments = list(EXEMPT_AS)
    with st.container(horizontal=True, gap="small"):
        for indicator in indicators.exempting_indicators():
            treatment = st.selectbox(
                f"{indicator.short}：豁免事项",
                treatments,
                index=treatments.index(latest.treatment(indicator)),
                format_func=lambda treatment: EXEMPT_AS[treatment],
                key=f"exempt_{indicator.key}",
                placeholder="选择",
                width=200,
            )
            if treatment != indicator.exempt_usually:
                exempt_as |= dict.fromkeys(_with_twin(indicator), treatment)
    return exempt_as


def _levels(latest: Rules) -> dict[str, tuple[str, ...]]:
    """Indicator → levels that count, where they are not the indicator's own."""
    levels: dict[str, tuple[str, ...]] = {}
    with st.container(horizontal=True, gap="small"):
        for indicator in indicators.headline_indicators():
            if indicator.kind != indicators.ITEMS:
                continue
            chosen = st.multiselect(
                f"{indicator.short}：层级",
                list(indicators.LEVELS),
                default=list(latest.levels.get(indicator.key, indicator.levels)),
                key=f"levels_{indicator.key}",
                placeholder="不分层级",
                select_all=False,
                width=250,
            )
            if tuple(chosen) != indicator.levels:
                levels |= dict.fromkeys(_with_twin(indicator), tuple(chosen))
    return levels


def _with_twin(indicator: Indicator) -> list[str]:
    """Keys of the indicator and of its 核减后 twin, which follows the same rules."""
    twin = indicators.twin_of(indicator)
    return [indicator.key, *([twin.key] if twin else [])]


def _confirm(store: Store, rule_version: RuleVersion) -> None:
    """What the version would change, and the button that stores it."""
    try:
        data_version, changes = store.version(), preview.of_rules(store, rule_version)
    except GovsvcError as error:
        ui.show_error(error)
        return
    if changes:
        ui.table(
            "rule_changes",
            ["月份", "指标", "现在", "改后", "变化"],
            [
                [
                    month_text(change.month),
                    change.indicator.short,
                    _figure_text(change.before),
                    _figure_text(change.after),
                    points_text(change.change_pp) if change.change_pp is not None else "—",
                ]
                for change in changes[:_MOST_CHANGES]
            ],
        )
    else:
        st.markdown(":gray[现有未定稿月份的数值不变。]")
    st.markdown(":gray[:small[已定稿的月份不重算；走势图在生效月份标“口径调整”，前后不比较。]]")
    if st.button("确认生效", type="primary", icon=":material/check:"):
        outcome.attempt(
            lambda: store.setting_writes.change_rules(
                rule_version,
                Act(permissions.who(), clock.now()),
                expected_version=data_version,
            ),
            f"“{rule_version.name}”自{month_text(rule_version.from_month)}起生效。",
        )


def _figure_text(figure: preview.Figure | None) -> str:
    if figure is None:
        return "—"
    counts = f"（{figure.numerator:,}/{figure.denominator:,}）" if figure.denominator else ""
    return percent_text(figure.published) + counts
