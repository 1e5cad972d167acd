"""Tables on a phone: what is read is whole, what is worked on begins with what matters."""

import re

import pandas as pd
import pytest
import streamlit as st

from pages._ui import narrow, ui


def look_of(rows: pd.DataFrame, leading: list[str], width: int = 390, **look: object) -> dict:
    return narrow.to_work_on(rows, leading, look, width)


def widths(look: dict, names: list[str]) -> list[int]:
    return [look["column_config"][name]["width"] for name in names]


ITEMS = pd.DataFrame(
    {
        "序号": [1, 2],
        "编码": ["11999923MB0001337U4700100001267"] * 2,
        "事项名称": ["林木种子生产经营许可证核发（首次申请）", "国有土地使用权划拨审批"],
        "部门": ["自然资源局"] * 2,
        "变化": ["连续10个月未解决", "新增"],
    }
)
LEADING = ["事项名称", "部门", "变化"]


@pytest.mark.parametrize("width", [320, 360, 390])
def test_the_columns_that_matter_are_first_and_fit_the_screen(width):
    given = {"部门": {"alignment": "left", "width": 300}, "编码": {"width": 300}}
    look = look_of(ITEMS, LEADING, width, selection_mode=("multi-row",), column_config=given)
    assert look["column_order"] == LEADING
    assert narrow.left_out(ITEMS, look) == ["序号", "编码"]
    # 16 at each side of the page, 32 for the ticks
    assert sum(widths(look, LEADING)) <= width - 2 * 16 - 32
    assert look["column_config"]["部门"]["alignment"] == "left"
    assert look["column_config"]["编码"] == {"width": 300}
    # more than 3 Chinese characters a line, and room for three lines
    assert min(widths(look, LEADING)) >= 3.5 * 16 + 16 and look["row_height"] > 64


def test_what_fits_keeps_the_height_of_its_rows_and_stands_beside_its_heads():
    rows = pd.DataFrame({"甲": [1], "乙": ["丙"]}, index=pd.Index(["自然资源局"], name="部门"))
    look = look_of(rows, ["乙"], hide_index=False, height=300, row_height=35)
    assert (look["height"], look["row_height"]) == (300, 35)
    assert widths(look, ["_index", "乙"]) == [96, 60]


@pytest.mark.parametrize(
    ("needs", "width", "widths"),
    [
        ((8, 10, 6), 324, [80, 96, 64]),
        # five Chinese characters are in one line, and what is over is the longest text's
        ((36, 10, 16), 324, [132, 96, 96]),
        ((30, 10, 8, 20), 320, [80, 80, 80, 80]),
    ],
)
def test_a_text_is_broken_into_no_more_lines_than_the_screen_asks(needs, width, widths):
    assert narrow._shared(needs, width) == widths


def test_a_table_that_names_no_column_stays_as_it_is():
    assert look_of(ITEMS, [], height=300) == {"height": 300}


def test_no_head_day_or_time_is_cut_and_what_has_no_room_gives_way():
    rows = pd.DataFrame(
        {
            "时间": ["2026-12-01 23:12:07"],
            "登录名称或者来源": ["王五"],
            "内容": ["导入" * 40],
            "一个很长的表头名称": [""],
        }
    )
    look = look_of(rows, list(rows), 320)
    assert look["column_order"] == ["时间", "登录名称或者来源"]
    assert widths(look, list(rows)[:2]) == [142, 144] and 142 + 144 == 320 - 34
    # a row is as high as its lines
    look = look_of(rows, ["时间", "内容"], 390)
    assert look["column_order"] == ["时间", "内容"] and look["row_height"] > 68


def test_on_a_wide_screen_a_column_is_as_wide_as_its_texts():
    config = {"变化": {"width": 300}, "部门": {"width": 60}, "编码": None}
    laid = narrow.no_wider(ITEMS, {"column_config": config})["column_config"]
    assert laid == {"变化": {"width": 152}, "部门": {"width": 60}, "编码": None}


@pytest.fixture
def phone(monkeypatch):
    """What a phone is sent: (tables, HTML)."""
    tables: list[dict] = []
    texts: list[str] = []
    clicked = {"selection": {"rows": [1], "cells": []}}
    monkeypatch.setattr(narrow, "screen", lambda: 390)

    def dataframe(_, **look):
        tables.append(look)
        return st.elements.arrow.DataframeState(clicked)

    monkeypatch.setattr(st, "dataframe", dataframe)
    monkeypatch.setattr(st, "html", texts.append)
    monkeypatch.setattr(ui.printed_table, "show", lambda *_, **__: None)
    return tables, texts


def test_where_nothing_is_clicked_each_row_is_a_card(phone):
    tables, texts = phone
    ui.grid(ITEMS.assign(备注=[None, "甲<乙"]), leading=LEADING)
    (text,) = texts
    assert not tables and text.count("<b>") == 2
    assert text.index("<b>林木") < text.index("<small>部门</small>自然资源局")
    assert text.count("<small>编码</small>11999923MB0001337U4700100001267") == 2
    assert text.count("备注") == 1 and "甲&lt;乙" in text


def test_a_click_on_a_row_tells_the_columns_that_have_no_room(phone):
    tables, texts = phone
    ui.grid(ITEMS, leading=LEADING, on_select="rerun", selection_mode="single-row", key="k")
    assert tables[0]["column_order"] == LEADING
    assert "<small>序号</small>2" in texts[0] and "事项名称" not in texts[0]


def labels(style: str) -> dict[int, str]:
    """Number of a column, from 1 → what stands before its cells on a card."""
    found = re.findall(r'td:nth-child\((\d+)\)::before \{content: "([^"]*)"', style)
    return {
        int(number): re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), text)
        for number, text in found
    }


def test_what_does_not_fit_is_a_card_a_row_whose_cells_say_what_they_are():
    cells = pd.DataFrame([["1", "甲", "2", "", "—"]], columns=["序号", "部门", "数", 'a"<b', "率"])
    cells = pd.concat([cells, cells.assign(部门="人力资源和社会保障局的一个很长的名字")])
    style = narrow.to_read("key", cells)
    assert labels(style) == {3: "数", 4: 'a"<b', 5: "率"} and '"<b' not in style
    assert "tr:nth-child(1) td:nth-child(4) {display: none;}" in style
    # without numbers of the lines the first cell is the head
    assert (
        labels(narrow.to_read("key", cells.drop(columns="序号").assign(丙="一二三四五六七")))[2]
        == "数"
    )


def test_what_fits_is_a_table_whose_short_cells_are_not_broken():
    cells = pd.DataFrame(
        [["填报", "可导入、零报告，撤销自己的导入，交办整改"]], columns=["角色", "做什么"]
    )
    style = narrow.to_read("key", cells)
    assert not labels(style)
    assert ":is(td, th):nth-child(1) * {white-space: nowrap" in style
    assert "nth-child(2) *" not in style


def test_markdown_does_not_count():
    link = r"[下载数据](backup/2026-10-01\.duckdb)"
    assert (narrow.halves(link), narrow.halves(r":orange[**3**]\-5"), narrow.halves("甲a\n乙")) == (
        8,
        3,
        3,
    )


def test_what_is_not_known_is_a_dash_and_not_a_word_of_the_program(monkeypatch):
    taken = {}
    monkeypatch.setattr(st, "dataframe", lambda rows, **look: taken.update(look))
    monkeypatch.setattr(st, "data_editor", lambda rows, **look: taken.update(look) or rows)
    monkeypatch.setattr(ui.printed_table, "show", lambda *_, **__: None)
    ui.grid(ITEMS, leading=LEADING)
    assert taken["placeholder"] == "—"
    ui.editor(ITEMS, leading=LEADING)
    assert taken["placeholder"] == ""
