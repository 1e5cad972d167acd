"""全市: the counties of a city side by side, what is missing where, and its bulletin."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial

import pandas as pd
import streamlit as st

from govsvc.city import City, CityMonth, bulletin, tables
from govsvc.documents import city_bulletin
from govsvc.domain.indicators import ProblemList
from govsvc.domain.months import month_text
from govsvc.exports import export
from govsvc.security import Actor
from pages._ui import (
    city_data,
    data,
    downloads,
    frame,
    list_view,
    permissions,
    pickers,
    sheet_view,
    ui,
)

_SHOWN = "view"


def views() -> dict[str, Callable[[CityMonth], None]]:
    """What can be looked at → what draws it."""
    return {
        "各项指标": _matrix,
        "排名": _ranking,
        "问题清单": _missing,
        "乡镇站点": _stations,
        "对账": _differences,
        "通报": _bulletin,
    }


def choose() -> str:
    """The picker of what is looked at, in the address."""
    names = list(views())
    with st.container(horizontal=True, vertical_alignment="center"):
        picked = st.segmented_control(
            "查看",
            names,
            label_visibility="collapsed",
            required=True,
            key=_SHOWN,
            on_change=pickers.follow(_SHOWN, names[0], names),
        )
        city_data.open_toggle()
    return picked or names[0]


def nothing_closed() -> None:
    """Where no county has closed a month."""
    frame.title("各县（市、区）还没有定稿的月份")
    st.markdown(
        "县（市、区）定稿以后，这里显示各项指标、排名和缺项；打开“计入未定稿的”可先看现有数据。"
    )
    for state, county in zip(city_data.states(), city_data.present().directory.counties):
        if isinstance(state, Exception):
            st.markdown(f":orange[{ui.text(f'{county.name}读不到：{state}')}]")


def standings(month: CityMonth) -> None:
    """By which rules, and who is not in, with the reason."""
    st.markdown(f":gray[:small[按“{ui.text(month.rules_name)}”从各县（市、区）的数据统一测算]]")
    by_standing: dict[str, list[str]] = {}
    for one in (*month.unfinished, *month.missing):
        said = f"{one.standing}：{one.trouble}" if one.trouble else one.standing
        by_standing.setdefault(said, []).append(one.county.name)
    for said, names in by_standing.items():
        st.markdown(f":orange[:small[{ui.text(said)}　{ui.text('、'.join(names))}]]")


def _matrix(month: CityMonth) -> None:
    ui.section("各县（市、区）各项指标", "名次在同组内计算" if month.has_groups else "")
    shown, handed_on = tables.matrix_shown(month), tables.matrix(month)
    sheet_view.show("city_matrix", shown, "各项指标", handed_on=handed_on)


def _ranking(month: CityMonth) -> None:
    indicator = pickers.indicator("ind")
    ui.section(indicator.name, indicator.numerator + " ÷ " + indicator.denominator)
    sheet = tables.ranking(month, indicator)
    label = f"{indicator.short}排名"
    sheet_view.show("city_ranking", sheet, label, leading=[tables.COUNTY, "公布值"])


def _missing(month: CityMonth) -> None:
    lists = {one.name: one for one in tables.lists_in(month)}
    if not lists:
        st.markdown("各县（市、区）的问题清单都是空的。")
        return
    visible = {one.name for one in city_data.present().visible(data.actor())}
    ui.section(
        "问题清单项数", "按全市口径列入清单的事项、站点数", "点击数字看清单" if visible else ""
    )
    wanted = st.query_params.get("list", "")
    _counts(month, list(lists.values()), lists.get(wanted, next(iter(lists.values()))))
    counted = [one.county.name for one in month.counted if one.county.name in visible]
    ui.section("缺在哪些县", "只列可以查看其清单的县（市、区）")
    if not counted:
        link = "" if data.actor().account else permissions.sign_in()
        st.html(
            '<p class="needs">查看各县（市、区）的清单需要“管理员”权限，'
            f"或由管理员在全市名单里允许。{link}</p>"
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = pickers.one("清单", list(lists), "list", placeholder=next(iter(lists)), width=240)
        county = pickers.one("县（市、区）", counted, "county", placeholder="全部", width=240)
    _rows(month, lists[name or next(iter(lists))], [county] if county else counted)


def _counts(month: CityMonth, lists: Sequence[ProblemList], chosen: ProblemList) -> None:
    """Rows on each list by county, orange by count; a click picks the list and the county."""
    counties = [one.county.name for one in month.counted]
    counts = {each: month.listed_by_county(each) for each in lists}

    def picked() -> None:
        for row, name in st.session_state["city_heat"]["selection"]["cells"]:
            pickers.choose_all({"list": name, "county": counties[row]})

    list_view.counts_table(counts, counties, "县（市、区）", "city_heat", picked, chosen=chosen)
    downloads.table(
        "问题清单项数",
        lambda suffix: frame.file_name("问题清单项数", suffix=suffix),
        lambda: tables.missing(month),
        key="city_missing",
    )


def _rows(month: CityMonth, problem_list: ProblemList, counties: list[str]) -> None:
    """What is missing in these counties, of one alone its rows; the download asks anew who it is,
    and whether he may see them.
    """
    made = partial(_sheet_of_rows, month, problem_list, counties)
    sheet = made(city_data.present(), data.actor())
    ui.section(sheet.title, f"{len(sheet.rows)}行")
    store, ask = data.store(), data.asker()
    _grid(
        "city_rows",
        sheet,
        sheet.title,
        leading=sheet.columns[:2],
        made=lambda: made(City(store), ask()),
    )


def _sheet_of_rows(
    month: CityMonth, problem_list: ProblemList, counties: list[str], city: City, actor: Actor
) -> export.Sheet:
    rows = city.rows(actor, month, problem_list, counties)
    if len(counties) > 1:
        return tables.missing_names(month, problem_list, rows)
    return tables.county_rows(month, problem_list, counties[0], rows.get(counties[0], []))


def _grid(
    key: str,
    sheet: export.Sheet,
    label: str,
    *,
    leading: Sequence[str],
    made: Callable[[], export.Sheet] | None = None,
) -> None:
    """A long table to work on, with its download, made anew by `made` where that is given."""
    right = {name: st.column_config.TextColumn(alignment="right") for name in sheet.numbers}
    rows = pd.DataFrame(sheet.rows, columns=list(sheet.columns))
    ui.grid(rows, leading=leading, alt=f"{label}表", column_config=right)
    downloads.table(
        label,
        lambda suffix: frame.file_name(label, suffix=suffix),
        made or (lambda: sheet),
        key=key,
    )


def _stations(month: CityMonth) -> None:
    ui.section("乡镇（街道）站点", "各县（市、区）站点台账和村居名录")
    sheet = tables.stations(month, city_data.townships(month.month))
    _grid("city_stations", sheet, "乡镇站点", leading=sheet.columns[:3])


def _differences(month: CityMonth) -> None:
    ui.section("县级公布与全市测算", "县级公布：县里按本县口径测算的数")
    found = city_data.differences(month.month)
    if not found:
        st.markdown("各县（市、区）公布的与全市测算一致。")
        return
    sheet = tables.different(month, found)
    _grid("city_differences", sheet, "对账", leading=sheet.columns[:2])


def _bulletin(month: CityMonth) -> None:
    ui.section("全市通报", "各县（市、区）可直接导入看板")
    st.markdown(ui.text(bulletin.opening(month)))
    for _, said, _ in bulletin.parts(month):
        st.markdown(ui.text(said))
    settings, now = data.ledger().settings, data.now()
    office = settings.office or bulletin.office(month)
    name, note = bulletin.title(month), f"{month_text(month.month)}，{len(month.counted)}个县"
    with st.container(horizontal=True, gap="small"):
        downloads.button(
            "下载通报（Word）",
            export.file_name(name, suffix=".docx"),
            lambda: (_word(month, office, settings.spacing, now), note),
            "city_bulletin_docx",
        )
        downloads.button(
            "下载通报（Excel）",
            export.file_name(name, suffix=".xlsx"),
            lambda: (export.to_xlsx(bulletin.sheet(month)), note),
            "city_bulletin_xlsx",
            mime=downloads.XLSX,
        )


def _word(month: CityMonth, office: str, spacing: Decimal, now: datetime) -> bytes:
    return city_bulletin.content(
        bulletin.title(month),
        bulletin.opening(month),
        bulletin.parts(month),
        office=office,
        day=now.date(),
        spacing=spacing,
        made_at=now,
    )
