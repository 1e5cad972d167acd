"""Names that carry HTML, script, Markdown, SQL and formulas are text on every page and in every
download.
"""

import io
import re
import zipfile

import hostile_names
import openpyxl
import pytest
import streamlit as st
from hostile_names import UNESCAPED
from support import show, walk

from govsvc import sheets
from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.exports import export, problem_tables
from govsvc.store import open_store
from pages._ui.frame import PAGES

#: attributes of elements that Streamlit reads as Markdown
_TEXTS = ("value", "label", "body", "help", "alt", "delta", "placeholder")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "hostile.duckdb"
    hostile_names.make(path).close()
    return path


@pytest.fixture
def shown(database, monkeypatch):
    monkeypatch.setenv("GOVSVC_DATABASE", str(database))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    open_store(database).close()


def markdown_of(app) -> list[str]:
    """All that is drawn as Markdown."""
    found = []
    for block in app.main, app.sidebar:
        for element in block:
            kind = getattr(element, "type", "")
            if kind == "html":  # no Markdown: what it does in a browser, the browser's tests see
                continue
            if kind in ("arrow_data_frame", "plotly_chart", "download_button") and not getattr(
                element, "label", None
            ):
                continue
            if kind == "table":
                found += [
                    str(cell) for row in element.value.to_numpy().tolist() for cell in row
                ] + [str(column) for column in element.value.columns]
                continue
            names = (
                ("label", "help")
                if kind
                in (
                    "selectbox",
                    "text_input",
                    "text_area",
                    "multiselect",
                    "number_input",
                    "radio",
                    "segmented_control",
                )
                else _TEXTS
            )
            found += [
                text
                for attribute in names
                if isinstance(text := getattr(element, attribute, None), str)
            ]
            proto = getattr(element, "proto", None)
            found += [
                text
                for attribute in ("label", "body")
                if isinstance(text := getattr(proto, attribute, None), str)
            ]
    return found


def test_no_page_takes_a_name_for_markdown(shown):
    app = show()
    for page in walk(app, [file for file, _ in PAGES]):
        unescaped = [text for text in markdown_of(app) if UNESCAPED.search(text)]
        assert not unescaped, (page, unescaped[0])


def test_the_briefing_takes_no_name_for_html(shown):
    app = show(present="1", effective="1")
    body = max((element.proto.body for element in app.get("html")), key=len)
    assert "&lt;script&gt;" in body and not re.search(r"<script|<img|<b>黑", body)


def test_no_list_and_no_choice_takes_a_name_for_markdown(shown):
    app = show("problems.py")
    lists = app.selectbox(key="list").options
    assert len(lists) >= 13
    for name in lists:
        app.selectbox(key="list").set_value(name).run()
        assert app.selectbox(key="list").value == name and not app.exception
        assert not [text for text in markdown_of(app) if UNESCAPED.search(text)], name


def test_no_download_holds_a_formula(database):
    store = open_store(database)
    board = Board(store)
    month = board.months()[0]
    count = 0
    for problem_list in indicators.LISTS:
        found, _ = board.lists.rows(problem_list, month)
        sheet = problem_tables.sheet(
            problem_list, month, found, home=board.home_name(), edition=None
        )
        book = openpyxl.load_workbook(io.BytesIO(export.to_xlsx(sheet)))
        cells = [cell for row in book.active.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        count += sum("DROP TABLE" in str(cell.value) for cell in cells)
        for line in export.to_csv(sheet).decode("utf-8-sig").splitlines():
            assert not any(cell.startswith(("=", "+", "@")) for cell in line.split(","))
    assert count > 10
    store.close()


def test_the_marked_workbook_holds_no_formula(database):
    store = open_store(database)
    content = (
        "2026年10月政务服务事项\n实施编码,事项名称,事项类型,实施主体,是否网办\n1,=cmd|' /C "
        "calc'!A1,行政许可,=1+1,也许\n"
    ).encode()
    from govsvc.importing import pipeline

    plan = pipeline.plan(store, [("=1+1<b>.csv", content)])
    file = plan.files[0]
    assert file.issues
    marked = sheets.mark_workbook(file.file, content, file.issues).content
    for sheet in openpyxl.load_workbook(io.BytesIO(marked)):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert not [
        name
        for name in zipfile.ZipFile(io.BytesIO(marked)).namelist()
        if "external" in name.lower()
    ]
    store.close()
