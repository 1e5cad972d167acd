"""群众评价 › 好差评: the 差评 and what became of them, then rates, channels, units, reasons."""

import streamlit as st

from govsvc.board import contradictions, rating_tables
from govsvc.board.bad_rating_period import BadRatingPeriod
from govsvc.board.contradictions import Contradictions
from govsvc.board.rating_period import GOOD, RatingPeriod
from govsvc.domain.feedback import DEFAULT_RATINGS, REPEATED, reason_text
from govsvc.domain.rates import UNKNOWN, count_text, percent_text
from govsvc.exports import export
from govsvc.exports.export import Sheet
from pages._ui import data, downloads, frame, ui
from pages._ui.feedback import bad_sections, rating_forms


def show(period: RatingPeriod, bad: BadRatingPeriod, opposed: Contradictions) -> None:
    """The part of the page, with its title."""
    frame.title(_title(period))
    if bad.is_held and not period.is_held:
        bad_sections.show(bad)
    if not period.is_held:
        st.markdown(
            "没有好差评数据。导入平台导出的评价明细（.xlsx、.csv，每月一个）后，这里先列差评和整改"
            "情况，再列好评率、渠道、各单位和原因。"
        )
        frame.link("upload.py", "去导入评价明细 ›")
        return
    if period.left_out:
        st.markdown(
            f":orange[有{count_text(period.left_out)}条没有读懂，未计入；"
            "请在“数据导入”重新导入并回答问题。]"
        )
    _bad(period)
    rating_forms.assign(period)
    bad_sections.show(bad)
    _contradictions(period, opposed)
    _rates(period)
    _table("channels", "渠道", rating_tables.CHANNEL_COLUMNS, rating_tables.channel_rows(period))
    _units(period)
    _reasons(period)
    _download(period)
    _kept()
    rating_forms.settings(period)
    bad_sections.settings(bad)


def _title(period: RatingPeriod) -> str:
    if not period.is_held:
        return f"群众评价：{period.name}没有好差评数据"
    counts = period.counts
    return (
        f"群众评价：{period.name}差评{count_text(counts['bad'])}条，"
        f"主动评价{count_text(counts['active'])}条，"
        f"系统默认{count_text(counts['default'])}条"
    )


def _bad(period: RatingPeriod) -> None:
    ui.section("差评和整改情况", f"{period.name}，不满意和非常不满意")
    if not period.bad:
        st.markdown("没有差评。")
        return
    ledger = data.ledger()
    rows = []
    for bad in period.bad:
        level, unit, item, _, text, channel, day, place = rating_tables.bad_row(bad)
        reasons = "；".join(map(reason_text, bad.reasons)) or UNKNOWN
        said = [unit, item, reasons, text, channel, day, place, ledger.of_bad_rating(bad)]
        rows.append([f":red[{level}]", *map(ui.text, said)])
    ui.table(
        "ratings_bad",
        [*rating_tables.BAD_COLUMNS, "整改"],
        rows,
        leading=["单位", "整改"],
        in_one_line=["整改", "渠道", "评价日期", "导出表位置"],
    )


def _contradictions(period: RatingPeriod, found: Contradictions) -> None:
    ui.section("差评与填报相矛盾", "填报网上可办、承诺时限、到现场次数，评价人说的相反")
    if found.found:
        rows = [one.row() for one in found.found]
        ui.table(
            "ratings_contradict",
            contradictions.COLUMNS,
            [[ui.text(cell) for cell in row] for row in rows],
            leading=["事项"],
            in_one_line=["评价", "评价日期", "导出表位置"],
        )
        downloads.button(
            "下载相矛盾的清单（Excel）",
            export.file_name(
                data.board().home_name(), "差评与填报相矛盾", period.months[-1], "", suffix=".xlsx"
            ),
            lambda: _contradictions_book(period, rows, found.notes),
            "contradictions_book",
            mime=downloads.XLSX,
        )
    else:
        st.markdown("没有发现相矛盾的。")
    if found.notes:
        st.markdown(f":gray[:small[{ui.text(''.join(found.notes))}]]")


def _contradictions_book(
    period: RatingPeriod, rows: list[list[str]], notes: list[str]
) -> downloads.Made:
    name = f"{data.board().home_name()}差评与填报相矛盾"
    facts = [("期间", period.name), *(("说明", note) for note in notes)]
    book = [Sheet(name, contradictions.COLUMNS, rows, facts, tab="差评与填报相矛盾")]
    return export.to_book(book), f"{period.name}，{len(rows)}条"


def _rates(period: RatingPeriod) -> None:
    settings = period.settings
    value = period.value(GOOD)
    ui.section("好评率", settings.choice_text(DEFAULT_RATINGS))
    interval = f"，95%置信区间 {value.interval.text}" if value.interval else ""
    small = rating_tables.small_text(settings.least_sample)
    st.markdown(
        f"**{percent_text(value.published)}**（{value.fraction_text}{interval}）"
        + (f"　:orange[{small}]" if value.is_small else "")
    )
    ui.table(
        "ratings_measures",
        ["指标", "数值", "分子/分母", "95%置信区间", "计算口径"],
        [[ui.text(cell) for cell in row] for row in rating_tables.measure_rows(period)],
        numbers=["数值", "分子/分母"],
    )
    notes = [f"追评：{settings.choice_text(REPEATED)}"]
    if period.lone_repeats:
        notes.append(
            f"{count_text(period.lone_repeats)}条追评的首次评价不在同一个月的导出表里，"
            "首次评价计在原来的月份"
        )
    st.markdown(f":gray[:small[{ui.text('；'.join(notes))}。]]")
    st.markdown(f":gray[:small[{ui.text(period.sentence)}]]")


def _units(period: RatingPeriod) -> None:
    note = f"主动评价不足{period.settings.least_sample}的不排名、仅供参考"
    _table("units", "各单位", rating_tables.UNIT_COLUMNS, rating_tables.unit_rows(period), note)


def _reasons(period: RatingPeriod) -> None:
    rows = rating_tables.reason_rows(period)
    if rows:
        _table("reasons", "差评原因", rating_tables.REASON_COLUMNS, rows, "一条差评可以有几个原因")


def _table(
    key: str, name: str, columns: tuple[str, ...], rows: rating_tables.Rows, note: str = ""
) -> None:
    ui.section(name, note)
    numbers = {"主动评价", "占比", "好评率", "分子/分母", "差评", "次数"}
    ui.table(
        f"ratings_{key}",
        columns,
        [[ui.text(cell) for cell in row] for row in rows],
        numbers=[column for column in columns if column in numbers],
    )


def _download(period: RatingPeriod) -> None:
    home = data.board().home_name()

    def made() -> downloads.Made:
        facts = [
            ("期间", period.name),
            ("默认评价", period.settings.choice_text(DEFAULT_RATINGS)),
            ("追评", period.settings.choice_text(REPEATED)),
        ]
        book = rating_tables.sheets(period, home, facts)
        return export.to_book(book), f"{period.name}，{len(period.bad)}条差评"

    downloads.button(
        "下载好差评（Excel）",
        export.file_name(home, "好差评", period.months[-1], "", suffix=".xlsx"),
        made,
        "ratings_book",
        mime=downloads.XLSX,
    )


def _kept() -> None:
    st.markdown(
        ":gray[:small[个人信息：评价人、经办人的姓名、电话和证件号码不保存；逐条保存的只有差评，"
        "办件编号只存加密摘要，文字里的电话号码已遮盖；其余评价按单位、事项、窗口、渠道、等级和原因"
        "合计保存。要联系评价人，请按“导出表位置”查平台的导出表。]]"
    )
