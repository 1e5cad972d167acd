"""A column of many rows holds the same as one of few: each cell as it is, told apart alike."""

import pyarrow as pa
import pytest

from govsvc.sheets.cells.column import Column, has_characters

FEW = [
    pytest.param(["是", "否", "是", ""], id="texts"),
    pytest.param(["是", None, "否"], id="with none"),
    pytest.param([1, 1.0, True, "1", ""], id="numbers"),
    pytest.param(["甲", 2.0, "乙"], id="texts and numbers"),
    pytest.param(["\ud800", "乙\x00", "乙"], id="half a character"),
    pytest.param([("a", 1), ("a", 2)], id="pairs"),
]


def same(one, other):
    return one == other and type(one) is type(other)


@pytest.mark.parametrize("few", FEW)
def test_many_rows_are_told_apart_as_few(few):
    many = few * 600
    column, small = Column.of(many), Column.of(few)
    assert len(column.cells) == len(small.cells)
    assert all(map(same, column.cells, small.cells))
    assert all(map(same, column, many))
    assert column.codes[: len(few)].tolist() == small.codes.tolist()
    assert column.filled.tolist() == [bool(cell) for cell in many]


def test_what_stays_as_it_is_keeps_its_texts():
    column = Column.of([f"第{number}号" for number in range(900)] + [" 空 ", ""])
    stripped = column.map(str.strip, has_characters)
    assert list(stripped) == list(column)  # it is said to stay, and is not looked at
    other = column.map(lambda cell: cell or None, has_characters)
    assert list(other)[-2:] == [" 空 ", None]
    assert other.strings().to_pylist() == list(other)
    assert other.filled.tolist() == [True] * 901 + [False]
    assert column.lengths.tolist()[-2:] == [3, 0]


def test_null_has_no_characters():
    assert has_characters(pa.array(["a", "", None])).tolist() == [True, False, False]
