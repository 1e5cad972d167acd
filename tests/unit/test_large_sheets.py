"""A large sheet is kept by its columns: it reads as if all its rows were at hand."""

import io
from datetime import date
from functools import cache

import numpy as np
import openpyxl
import pyarrow as pa
import pytest
from support import GOLDEN

from govsvc.sheets.cells.column import Column
from govsvc.sheets.formats import large_sheets, reading, workbooks
from govsvc.sheets.formats.grid import Grid
from govsvc.sheets.formats.large_sheets import RowsOfColumns

WORKBOOKS = sorted(path.name for path in GOLDEN.glob("*.xlsx"))


def _grids(name: str, content: bytes) -> list[Grid]:
    return reading.read_grids(name, content)[0]


@cache
def _odd_workbook() -> bytes:
    """Cells of every kind that begin at C3, one too long, blank rows and columns at the end."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C3"] = "事项"
    for row in range(4, 40):
        sheet.cell(row, 3, f"第{row}项")
        sheet.cell(row, 4, row if row % 2 else f"{row}")
        sheet.cell(row, 5, row > 20)
        sheet.cell(row, 6, date(2026, 10, row % 28 + 1))
        sheet.cell(row, 8, "是")
    sheet["C9"] = "长" * 40_000
    sheet["J60"] = " "
    sheet["J60"] = None
    sheet["C50"] = '=""'
    sheet.merge_cells("H4:H6")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["odd.xlsx", *WORKBOOKS])
@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_it_is_the_same_as_row_by_row(monkeypatch, name, at_once):
    content = _odd_workbook() if name == "odd.xlsx" else (GOLDEN / name).read_bytes()
    expected = _grids(name, content)
    monkeypatch.setattr(workbooks, "_LARGE", 0)
    monkeypatch.setattr(large_sheets, "_AT_ONCE", at_once)
    read = _grids(name, content)
    assert any(isinstance(grid.rows, RowsOfColumns) or grid.long_cells for grid in read)
    for grid, wanted in zip(read, expected, strict=True):
        assert list(grid.rows) == list(wanted.rows)
        assert [list(map(type, row)) for row in grid.rows] == [
            list(map(type, row)) for row in wanted.rows
        ]
        assert (grid.merges, grid.long_cells, grid.uncomputed, grid.width) == (
            wanted.merges,
            wanted.long_cells,
            wanted.uncomputed,
            wanted.width,
        )
        for column in range(grid.width):
            assert list(grid.column(column)) == list(wanted.column(column))


def test_a_part_holds_only_its_own_cells(monkeypatch):
    monkeypatch.setattr(large_sheets, "_FEW", 2)
    rows = large_sheets.by_columns([["甲", 1.0], ["乙", 2.0], ["甲", 3.0], ["丙", 2.0]], 1, 2)
    part = rows[1:4]
    assert list(part) == [["", "乙", 2.0], ["", "甲", 3.0], ["", "丙", 2.0]]
    assert isinstance(part, RowsOfColumns)
    assert [sorted(map(str, column.cells)) for column in part.columns] == [
        [""],
        ["丙", "乙", "甲"],
        ["2.0", "3.0"],
    ]
    assert np.array_equal(rows.columns[1].codes, [0, 1, 0, 2])
    assert list(rows[2:]) == [["", "甲", 3.0], ["", "丙", 2.0]] and rows[-1] == ["", "丙", 2.0]


def test_a_row_beyond_the_last_is_an_error_and_none_is_no_table():
    rows = large_sheets.by_columns([["甲"]], 0, 1)
    with pytest.raises(IndexError):
        rows[1]
    assert len(large_sheets.by_columns([], 0, 3).trimmed()) == 0


def test_cells_of_texts_are_made_when_asked_for():
    texts = pa.array([f"第{number}项" for number in range(600)] + ["第1项"])
    column = Column.of_texts(texts)
    same = column.map(str.strip, lambda cells: cells.lengths > 0)
    assert same.take(np.array([600, 0])).strings().to_pylist() == ["第1项", "第0项"]
    assert column.part(slice(2, 4)).cells == ["第2项", "第3项"]
    assert (column[600], len(column), list(column)) == ("第1项", 601, texts.to_pylist())
    # the rows below a header are a stretch of the whole column
    assert column.take(np.arange(5, 8)).strings().to_pylist() == ["第5项", "第6项", "第7项"]
    assert column.take(np.arange(0)).strings().to_pylist() == []


def test_what_reading_a_large_sheet_held_is_let_go(monkeypatch):
    monkeypatch.setattr(workbooks, "_LARGE", 0)
    _grids("odd.xlsx", _odd_workbook())
    assert workbooks._held
    workbooks.let_go()
    assert not workbooks._held
