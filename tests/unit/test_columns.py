"""A column of many rows holds the same as one of few: each cell as it is, told apart alike."""

import pytest

from govsvc.sheets.cells.column import Column

FEW = [
    pytest.param(["是", "否", "是", ""], id="texts"),
    pytest.param(["是", None, "否"], id="with none"),
    pytest.param([1, 1.0, True, "1", ""], id="numbers"),
    pytest.param(["甲", 2.0, "乙"], id="texts and numbers"),
    pytest.param(["\ud800", "乙\x00", "乙"], id="half a character"),
    pytest.param([("a", 1), ("a", 2)], id="pairs"),
]


def _filled(cells):
    return cells.lengths > 0


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
    stripped = column.map(str.strip, _filled)
    assert list(stripped) == list(column)  # it is said to stay, and is not looked at
    other = column.map(lambda cell: cell or None, _filled)
    assert list(other)[-2:] == [" 空 ", None]
    assert other.strings().to_pylist() == list(other)
    assert other.filled.tolist() == [True] * 901 + [False]
    assert column.lengths.tolist()[-2:] == [3, 0]


@pytest.mark.parametrize("rows", [1, 300])
def test_odd_texts_alone_are_looked_through(rows):
    texts = ["建设（一）", "零\u200b宽", "", "half-1", "坏\ufffd", 7.0, "*"]
    column = Column.of(texts * rows)
    assert column.is_ordinary[column.codes][:7].tolist() == [1, 0, 0, 1, 0, 0, 0]
    assert column.odd_matching("[\u200b\ufffd]")[column.codes].tolist() == [
        False, True, False, False, True, False, False
    ] * rows  # fmt: skip
    assert column.take(column.codes[:2]).is_ordinary is column.is_ordinary


@pytest.mark.parametrize("rows", [1, 300])
def test_a_part_is_told_apart_anew(rows):
    column = Column.of(["甲", "乙", 3.0] * rows)
    part = column.part(slice(1, None, 3))
    assert (part.cells, list(part)) == (["乙"], ["乙"] * rows)
