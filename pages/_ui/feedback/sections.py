"""群众评价: the parts of the page."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from govsvc.board.feedback_period import SATISFIED, SMALL, FeedbackPeriod
from govsvc.domain.feedback import SATISFIED_AS, Counts, level_name
from govsvc.domain.rates import UNKNOWN, count_text, percent_text
from govsvc.exports import export, feedback_table
from govsvc.exports.call_task_book import ledger_template
from pages._ui import data, downloads, frame, period_picker, ui

_UNIT_COLUMNS = ("承办单位", "有效评价", "满意率", "分子/分母", "95%置信区间", "不满意", "位次")


def choose() -> tuple[FeedbackPeriod, Sequence[FeedbackPeriod]]:
    """Draws the pickers and the title; gives the period and the months up to it."""
    present = data.board()
    held = {
        *present.feedback.months(),
        *present.ratings.months(),
        *present.questionnaires.months(),
        *present.window_scores.months(),
    }
    board, month, is_cumulative = period_picker.show(
        held, "call", "回访月份", "期间", is_named=True
    )
    period = board.feedback.period(month, is_cumulative=is_cumulative)
    frame.title(_title(period))
    return period, board.feedback.trend(month)


def _title(period: FeedbackPeriod) -> str:
    if not period.is_held:
        return f"群众评价：{period.name}未开展电话回访"
    counts = period.counts
    said = [
        _said("不满意{}件", counts.get("bad")),
        _said("意见建议{}条", counts.get("texts")),
        _said("有效回访{}件", counts.get("valid")),
    ]
    return f"群众评价：{period.name}{'，'.join(filter(None, said))}"


def _said(text: str, count: int | None) -> str:
    return "" if count is None else text.format(count_text(count))


def _count(count: int | None) -> str:
    return UNKNOWN if count is None else count_text(count)


def not_content(period: FeedbackPeriod) -> None:
    """Who was not content, and what became of it; what to do first where there are no calls."""
    if not period.is_held:
        st.markdown(
            "本月未开展。导入回访台账（每周一张表或一个月一个文件都可以）后，"
            "这里先列不满意的办件和整改情况，再列满意率、样本量和各单位。"
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            frame.link("upload.py", "去导入回访台账 ›")
            template()
        return
    if period.left_out:
        st.markdown(
            f":orange[有{period.left_out}行未能识别，未计入；"
            "请在“数据导入”重新导入台账，并逐项说明。]"
        )
    ui.section("不满意的办件和整改情况", f"{period.name}，不满意和非常不满意")
    if not period.bad:
        unlisted = period.counts.get("bad", 0)
        st.markdown(
            f"不满意{count_text(unlisted)}件，只有汇总数，没有逐件记录。"
            if unlisted
            else "没有不满意的评价。"
        )
        return
    ledger = data.ledger()
    ui.table(
        "calls_bad",
        ["评价", "承办单位", "办理事项", "意见建议", "回访日期", "台账位置", "整改"],
        [
            [
                f":red[{level_name(call.rating)}]",
                ui.text(call.unit),
                ui.text(call.item or UNKNOWN),
                ui.text(call.text or UNKNOWN),
                f"{call.day or call.week or UNKNOWN}",
                ui.text(feedback_table.place_text(call)),
                ui.text(ledger.of_call(call)),
            ]
            for call in period.bad
        ],
        in_one_line=["评价", "回访日期", "台账位置"],
    )


def rates(period: FeedbackPeriod) -> None:
    """The overall rate with its sample and interval, and how the drawn came down to the valid."""
    value, counts = period.value(SATISFIED), period.counts
    ui.section("总体满意率", period.settings.choice_text(SATISFIED_AS))
    interval = f"，95%置信区间 {value.interval.text}" if value.interval else ""
    st.markdown(
        f"**{percent_text(value.published)}**（{value.fraction_text}{interval}）"
        + (f"　:orange[{_small(period)}]" if value.is_small else "")
    )
    st.markdown(f":gray[:small[口径：{ui.text(value.definition)}]]")
    steps = [
        ("涉企办件", counts.get("population"), ""),
        ("抽取", counts.get("drawn"), "phone.drawn"),
        ("拨打", counts.get("dialled"), "phone.dialled"),
        ("接通", counts.get("reached"), "phone.reached"),
        ("有效", counts.get("valid"), "phone.valid"),
    ]
    ui.table(
        "calls_funnel",
        ["环节", "件数", "比率", "口径"],
        [
            [
                name,
                "未填" if count is None else count_text(count),
                percent_text(period.value(key).published) if key else "",
                f"{period.value(key).measure.name}：{period.value(key).definition}" if key else "",
            ]
            for name, count, key in steps
        ],
        numbers=["件数", "比率"],
    )
    notes = [
        _said("未接通{}件", _unreached(counts)),
        _said("其中本单位自访{}件", counts.get("own_calls") or None),
        _wrong_numbers(period),
    ]
    if any(notes):
        st.markdown(f":gray[:small[{ui.text('；'.join(filter(None, notes)))}]]")
    st.markdown(f":gray[:small[{ui.text(period.sentence)}]]")
    report = period.report_sentence(data.ledger().closed_calls(period.with_texts))
    with st.expander("总结材料用的一句话", icon=":material/notes:"):
        st.code(report, language=None, wrap_lines=True)


def _unreached(counts: Counts) -> int | None:
    """How many calls nobody answered; None where that is unknown, or none."""
    if "dialled" not in counts or "reached" not in counts:
        return None
    return counts["dialled"] - counts["reached"] or None


def _wrong_numbers(period: FeedbackPeriod) -> str:
    wrong = period.wrong_numbers
    if not wrong:
        return ""
    named = "、".join(f"{unit}{count}件" for unit, count in wrong.items())
    return f"联系方式有误：{named}"


def _small(period: FeedbackPeriod) -> str:
    return f"样本不足{period.settings.least_sample}，仅供参考"


def dimensions(period: FeedbackPeriod) -> None:
    """The dimensions, the weakest first."""
    found = period.dimensions
    if not found:
        return
    ui.section("分项评价", "弱项在前；没有回答的不计")
    is_small = any(value.is_small for value in found)
    ui.table(
        "calls_dimensions",
        ["分项", "满意率", "分子/分母", "95%置信区间", *["说明"] * is_small],
        [
            [
                value.measure.name.removesuffix("满意率"),
                percent_text(value.published),
                value.fraction_text,
                value.interval.text if value.interval else UNKNOWN,
                *[_small(period) if value.is_small else ""] * is_small,
            ]
            for value in found
        ],
        numbers=["满意率", "分子/分母"],
    )


def units(period: FeedbackPeriod) -> None:
    """The units with their samples; those below the least sample are not ranked."""
    least = period.settings.least_sample
    ui.section("各单位", f"有效评价不足{least}的不排名、仅供参考")
    ui.table(
        "calls_units",
        _UNIT_COLUMNS,
        [[ui.text(cell) for cell in row] for row in _unit_rows(period)],
        numbers=["有效评价", "满意率", "分子/分母", "不满意"],
    )
    if period.without_unit:
        st.markdown(
            f":gray[:small[另有{count_text(period.without_unit)}件有效回访"
            "只有全县汇总，不分单位。]]"
        )


def _unit_rows(period: FeedbackPeriod) -> list[list[str]]:
    return [
        [
            one.unit,
            _count(one.counts.get("valid")),
            percent_text(one.value.published),
            one.value.fraction_text,
            one.value.interval.text if one.value.interval else UNKNOWN,
            _count(one.counts.get("bad")),
            _small(period) if one.rank_text == SMALL else one.rank_text,
        ]
        for one in period.units
    ]


def suggestions(period: FeedbackPeriod) -> None:
    """What those said who were content."""
    if not period.suggestions:
        return
    ledger = data.ledger()
    ui.section("其他意见建议", "没有评为不满意的")
    ui.table(
        "calls_suggestions",
        ["评价", "承办单位", "意见建议", "回访日期", "整改"],
        [
            [
                level_name(call.rating) or UNKNOWN,
                ui.text(call.unit),
                ui.text(call.text),
                f"{call.day or call.week or UNKNOWN}",
                ui.text(ledger.of_call(call)),
            ]
            for call in period.suggestions
        ],
    )


def months(trend: Sequence[FeedbackPeriod]) -> None:
    """The months, the latest first; one without calls says so."""
    if len(trend) < 2:
        return
    ui.section("各月走势", "没有回访的月份不沿用上月")
    rows = []
    for period in reversed(trend):
        if not period.is_held:
            rows.append([period.name, "未开展", *[UNKNOWN] * 4])
            continue
        value, counts = period.value(SATISFIED), period.counts
        rows.append(
            [
                period.name,
                f"{_count(counts.get('valid'))}/{_count(counts.get('dialled'))}",
                percent_text(value.published),
                value.interval.text if value.interval else UNKNOWN,
                _count(counts.get("bad")),
                _count(counts.get("texts")),
            ]
        )
    ui.table(
        "calls_months",
        ["月份", "有效/拨打", "满意率", "95%置信区间", "不满意", "意见建议"],
        rows,
        numbers=["有效/拨打", "满意率", "不满意", "意见建议"],
    )


def download(period: FeedbackPeriod) -> None:
    """The period as a workbook: measures, units, what people said."""
    home = data.board().home_name()

    def made() -> downloads.Made:
        facts = [("期间", period.name), ("满意率口径", period.settings.choice_text(SATISFIED_AS))]
        calls = [*period.bad, *period.suggestions]
        book = feedback_table.sheets(
            period.values, _UNIT_COLUMNS, _unit_rows(period), calls, home=home, facts=facts
        )
        return export.to_book(book), f"{period.name}，{len(calls)}条不满意和意见建议"

    downloads.button(
        "下载电话回访（Excel）",
        export.file_name(home, "电话回访", period.months[-1], "", suffix=".xlsx"),
        made,
        "calls_book",
        mime=downloads.XLSX,
    )


def cases(month: date, is_cumulative: bool) -> None:
    """The measures that come of 办件量统计: no sample, but all cases that it counts."""
    found = data.board().feedback.of_cases(month, is_cumulative)
    if not found:
        return
    ui.section("办件", "由办件量统计各行相加；缺这一项件数的行不计")
    ui.table(
        "case_measures",
        ["指标", "数值", "分子/分母", "口径", "月份", "未计入"],
        [
            [
                one.value.measure.name,
                percent_text(one.value.published),
                one.value.fraction_text,
                one.value.definition,
                "、".join(f"{of.month}月" for of in one.months),
                f"{count_text(one.lacking)}行" if one.lacking else "",
            ]
            for one in found
        ],
        numbers=["数值", "分子/分母"],
    )


def template() -> None:
    """The blank ledger, in the columns that are read."""
    downloads.button(
        "空白回访台账模板",
        "回访台账模板.xlsx",
        lambda: (ledger_template(data.board().home_name()), "空白模板"),
        "calls_template",
        mime=downloads.XLSX,
    )


def personal_data() -> None:
    """What is kept of the people who were called."""
    st.markdown(
        ":gray[:small[个人信息：企业名称、姓名、电话不保存，意见里的电话号码已遮盖；"
        "数据里的办件编号是加密摘要，只用来识别同一办件。保留的上传原件里，姓名、电话和"
        "办件编号都已遮盖。办件明细不保存。要联系本人，请按“台账位置”查回访人手里的台账。]]"
    )
