"""What one row of a bulletin prints of one indicator: counts, rate, rank, score."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from govsvc.sheets.cells import addresses, values
from govsvc.sheets.cells.cell_text import CellValue
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records.sheet_reader import SheetReader

T = TypeVar("T")

_COUNTS = frozenset({"numerator", "denominator"})


@dataclass(slots=True)
class PrintedValues:
    """None where there is no such column, the cell is blank, or it is wrong. `rate`: in percent."""

    numerator: int | None
    denominator: int | None
    rate: Decimal | None
    rank: int | None
    score: Decimal | None
    full_score: Decimal | None


class _MeasureReader:
    """Reads the measures of one indicator in one row; `wrong`: those whose cells have an error."""

    def __init__(self, reader: SheetReader, row: int, columns: Mapping[str, int]):
        self._reader, self._row, self._columns = reader, row, columns
        self.wrong: set[str] = set()

    def read(self, measure: str, parse: Callable[[CellValue], T | None]) -> T | None:
        if measure not in self._columns:
            return None
        issues = len(self._reader.issues)
        value = self._reader.read_at(self._row, self._columns[measure], parse)
        if len(self._reader.issues) > issues:
            self.wrong.add(measure)
        return value


def read_values(
    reader: SheetReader, row: int, columns: Mapping[str, int], is_fraction: bool
) -> PrintedValues:
    """The values of a row; errors where they contradict each other.

    `columns`: measure → column. `is_fraction`: whether bare numbers of the rate are fractions.
    """
    measures = _MeasureReader(reader, row, columns)
    has_error = "rate" in columns and _has_error(reader, row, columns["rate"])
    printed = PrintedValues(
        measures.read("numerator", values.count),
        measures.read("denominator", values.count),
        measures.read("rate", lambda cell: percent(cell, is_fraction)),
        measures.read("rank", values.rank),
        measures.read("score", points),
        measures.read("full_score", points),
    )
    if has_error:
        printed.rate = None
        measures.wrong.add("rate")
    if measures.wrong & _COUNTS:
        printed.numerator = printed.denominator = None
    elif columns.keys() >= _COUNTS:
        _check_counts(reader, row, columns, printed)
    if "rate" in columns:
        _check_rate(reader, row, columns["rate"], printed, "rate" in measures.wrong)
    return printed


def _has_error(reader: SheetReader, row: int, column: int) -> bool:
    """Whether an error of the cell is noted already."""
    letters = addresses.letters(column)
    return any(
        issue.row == row + 1 and issue.column == letters and issue.severity == "error"
        for issue in reader.issues
    )


def _check_counts(
    reader: SheetReader, row: int, columns: Mapping[str, int], printed: PrintedValues
) -> None:
    """Makes both counts unknown, with an issue, where they cannot both be right."""
    numerator, denominator = printed.numerator, printed.denominator
    if numerator is None and denominator is None:
        return
    if numerator is None or denominator is None:
        reader.error(
            row,
            columns["numerator" if numerator is None else "denominator"],
            "count_blank",
            "没有填写，但同一指标的另一个数填了",
            "整数；没有报送的，两个数都填 —",
        )
    elif denominator == 0:
        reader.warn(
            row,
            columns["denominator"],
            "denominator_zero",
            "总数为0，算不出比率，按未知处理",
            "大于0的整数",
        )
    elif numerator > denominator:
        reader.error(
            row,
            columns["numerator"],
            "numerator_over_denominator",
            f"大于总数{denominator}",
            f"0—{denominator} 的整数",
        )
    else:
        return
    printed.numerator = printed.denominator = None


def _check_rate(
    reader: SheetReader, row: int, column: int, printed: PrintedValues, is_wrong: bool
) -> None:
    """Makes the rate unknown, with an error, where the counts give another.

    An error, too, where the row has a rank and nothing that it could be the rank of.
    """
    numerator, denominator = printed.numerator, printed.denominator
    if (
        numerator is not None
        and denominator
        and printed.rate is not None
        and not _is_rounded(printed.rate, Fraction(100 * numerator, denominator))
    ):
        exact = Decimal(100 * numerator) / denominator
        reader.error(
            row,
            column,
            "rate_unlike_counts",
            f"与{numerator}÷{denominator}（{exact:.4f}%）不一致，该比率未采用",
            "与同一行的两个数一致的比率",
        )
        printed.rate = None
        return
    is_unreported = numerator is None and printed.rate is None and not is_wrong
    if is_unreported and printed.rank is not None:
        reader.error(row, column, "rate_blank", "没有填写，但有名次", "比率，如 98.30%")


def _is_rounded(printed: Decimal, exact: Fraction) -> bool:
    """Whether the printed percent is the exact one at as many decimals.

    What is not complete may stay below 100.
    """
    step = Fraction(10) ** min(values.exponent(printed), 0)
    difference = abs(Fraction(printed) - exact)
    return difference * 2 <= step or (exact < 100 and Fraction(printed) == 100 - step)


def is_fraction_column(reader: SheetReader, column: int) -> bool:
    """Whether the bare numbers of a rate column are fractions (all ≤ 1).

    Where scales are mixed there are errors at the minority; where both are equally many, at each.
    """
    bare: dict[int, Decimal] = {}
    for row in reader.rows:
        try:
            printed = values.percent(reader.at(row, column))
        except Wrong:
            continue
        if printed:
            number, has_sign = printed
            if number and not has_sign:
                bare[row] = number
    counts = Counter(number <= 1 for number in bare.values())
    is_fraction = counts[True] > counts[False]
    if counts[True] and counts[False]:
        for row, number in bare.items():
            if (number <= 1) != is_fraction or counts[True] == counts[False]:
                reader.error(
                    row,
                    column,
                    "mixed_scales",
                    "与同列其他比率的单位不一致（有的按百分数，有的按小数）",
                    "与同列一致，如 " + ("0.9830" if is_fraction else "98.30"),
                )
    return is_fraction


def points(cell: CellValue) -> Decimal | None:
    """得分 or 分值: a workbook keeps 20 as 20.0."""
    return values.decimal(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


def percent(cell: CellValue, is_fraction: bool) -> Decimal | None:
    """The percent of a cell. Raises Wrong.

    `is_fraction`: whether a number without % is a fraction.
    """
    printed = values.percent(cell)
    if printed is None:
        return None
    number, has_sign = printed
    return values.at_scale(number, is_fraction and not has_sign)
