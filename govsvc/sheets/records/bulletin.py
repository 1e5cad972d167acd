"""Rows of a city bulletin (全市指标) → what it prints of each county, and issues."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction

from govsvc.domain import indicators, rates
from govsvc.domain.rows import Reported
from govsvc.sheets.cells import cell_text, limits, values, vocabulary
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import blanks
from govsvc.sheets.records.sheet_reader import SheetReader


def read_bulletin(
    reader: SheetReader, file: str, month: date, cutoff: date | None
) -> list[Reported]:
    """One `Reported` a county and indicator, in the order of the rows.

    A cell with an error makes its value unknown.
    """
    table = reader.table
    reader.check_months(month)
    of_row = _row_of_full_scores(reader)
    counties = dict(
        zip(
            reader.rows,
            reader.named("county", "县（市、区）名称").map(lambda name: name.replace(" ", "")),
        )
    )
    reader.duplicates(
        ((row, counties[row], table.columns["county"]) for row in reader.rows if counties[row]),
        "县（市、区）",
    )
    unusable = set(reader.faulty)
    by_indicator: dict[str, dict[str, int]] = {}
    for measure in table.measures:
        by_indicator.setdefault(measure.indicator, {})[measure.measure] = measure.column
    full_scores = {
        measure.indicator: measure.full_score
        for measure in table.measures
        if measure.full_score is not None
    }
    for measure in sorted(
        table.measures, key=lambda measure: measure.measure != "score"
    ):  # a number under 得分 before one under the rate
        if measure.column in of_row:
            full_scores.setdefault(measure.indicator, of_row[measure.column])
    fractions = {
        at["rate"]: is_fraction_column(reader, at["rate"])
        for at in by_indicator.values()
        if "rate" in at
    }
    result = []
    for row in reader.rows:
        if row in unusable:
            continue
        group = cell_text.words(reader.value(row, "group")) or None
        for indicator, at in by_indicator.items():
            found = {"full_score": full_scores.get(indicator)} | _values(reader, row, at, fractions)
            _check_score(reader, row, at, found)
            result.append(
                Reported(
                    month,
                    counties[row],
                    indicator,
                    group=group,
                    cutoff=cutoff,
                    file=file,
                    sheet=reader.grid.name,
                    row=row + 1,
                    **found,
                )
            )
    _check_ranks(reader, result, by_indicator)
    for column in sorted({measure.column for measure in table.measures}):
        if blanks.is_wholly_blank(reader, column):
            blanks.warn_of_column(reader, column, "各县（市、区）的数；没有这一项的，可删去该列")
    # a county stays in the bulletin when one of its values is unknown
    reader.faulty = unusable
    if table.ignored:
        reader.notes.append(
            f"未采用的列：{'、'.join(dict.fromkeys(table.ignored))}（看不出属于哪项指标）。"
        )
    return result


def is_fraction_column(reader: SheetReader, column: int) -> bool:
    """Whether the bare numbers of a rate column are fractions (all ≤ 1).

    Where scales are mixed there are errors at the minority; where both are equally many, at each.
    """
    bare: dict[int, Decimal] = {}
    for row in reader.rows:
        try:
            found = values.percent(reader.at(row, column))
        except Wrong:
            continue
        if found and not found[1] and found[0]:
            bare[row] = found[0]
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


def _values(reader: SheetReader, row: int, at: dict[str, int], fractions: dict[int, bool]) -> dict:
    """The fields of one `Reported`; those that could not be read are None."""
    found: dict = {}
    wrong = set()
    readers = {
        "numerator": values.count,
        "denominator": values.count,
        "rank": values.rank,
        "score": points,
        "full_score": points,
        "rate": lambda cell: percent(cell, fractions[at["rate"]]),
    }
    before = (
        {(issue.row, issue.column) for issue in reader.issues if issue.severity == "error"}
        if "rate" in at
        else set()
    )
    for measure, column in at.items():
        errors = len(reader.issues)
        found[measure] = reader.read_at(row, column, readers[measure])
        if len(reader.issues) > errors:
            wrong.add(measure)
    if "rate" in at and (row + 1, limits.letters(at["rate"])) in before:
        found["rate"] = None
        wrong.add("rate")
    numerator, denominator = found.get("numerator"), found.get("denominator")
    if {"numerator", "denominator"} <= at.keys() and not wrong & {"numerator", "denominator"}:
        if (numerator is None) != (denominator is None):
            blank = "numerator" if numerator is None else "denominator"
            reader.error(
                row,
                at[blank],
                "count_blank",
                "没有填写，但同一指标的另一个数填了",
                "整数；没有报送的，两个数都填 —",
            )
            numerator = denominator = None
        elif denominator == 0:
            reader.warn(
                row,
                at["denominator"],
                "denominator_zero",
                "总数为0，算不出比率，按未知处理",
                "大于0的整数",
            )
            numerator = denominator = None
        elif numerator is not None and numerator > denominator:
            reader.error(
                row,
                at["numerator"],
                "numerator_over_denominator",
                f"大于总数{denominator}",
                f"0—{denominator} 的整数",
            )
            numerator = denominator = None
    if wrong & {"numerator", "denominator"}:
        numerator = denominator = None
    if (
        numerator is not None
        and denominator
        and found.get("rate") is not None
        and not _is_rounded(found["rate"], Fraction(100 * numerator, denominator))
    ):
        exact = Decimal(100 * numerator) / denominator
        reader.error(
            row,
            at["rate"],
            "rate_unlike_counts",
            f"与{numerator}÷{denominator}（{exact:.4f}%）不一致，该比率未采用",
            "与同一行的两个数一致的比率",
        )
        found["rate"] = None
        wrong.add("rate")
    is_unreported = numerator is None and found.get("rate") is None and "rate" not in wrong
    if "rate" in at and is_unreported and found.get("rank") is not None:
        reader.error(row, at["rate"], "rate_blank", "没有填写，但有名次", "比率，如 98.30%")
    own_full_score = (
        {"full_score": found["full_score"]} if found.get("full_score") is not None else {}
    )
    return {
        "numerator": numerator,
        "denominator": denominator,
        "printed": found.get("rate"),
        "printed_rank": found.get("rank"),
        "score": found.get("score"),
        **own_full_score,
    }


def _row_of_full_scores(reader: SheetReader) -> dict[int, Decimal]:
    """Column → 分值, of the row that has them; it is no county and is left out of the rows."""
    found: dict[int, Decimal] = {}
    for row in list(reader.rows):
        if (
            cell_text.words(reader.value(row, "county")).replace(" ", "")
            not in vocabulary.FULL_SCORE_ROWS
        ):
            continue
        reader.leave_out(row)
        for column in {measure.column for measure in reader.table.measures}:
            with suppress(Wrong):
                number = points(reader.at(row, column))
                if number is not None:
                    found.setdefault(column, number)
    return found


def _check_score(
    reader: SheetReader, row: int, at: Mapping[str, int], found: Mapping[str, Decimal | None]
) -> None:
    score, full_score = found["score"], found["full_score"]
    if score is not None and full_score is not None and score > full_score:
        reader.warn(
            row,
            at["score"],
            "score_over_full",
            f"得分{score}大于分值{full_score}，按表中所写保留",
            f"不超过{full_score}；请核对得分和分值",
        )


def _is_rounded(printed: Decimal, exact: Fraction) -> bool:
    """Whether the printed percent is the exact one at as many decimals; what is not complete may
    stay below 100.
    """
    step = Fraction(10) ** min(printed.as_tuple().exponent, 0)
    return (
        abs(Fraction(printed) - exact) * 2 <= step
        or exact < 100
        and Fraction(printed) == 100 - step
    )


def _check_ranks(
    reader: SheetReader, rows: Sequence[Reported], by_indicator: Mapping[str, Mapping[str, int]]
) -> None:
    """A warning at each printed rank that the rates do not give, counted within the group or over
    all.

    Counties without a printed rank may be listed only. Where a rank is beyond the number of rows,
    others are missing.
    """
    directions = {indicator.key: indicator.direction for indicator in indicators.INDICATORS}
    for key, at in by_indicator.items():
        mine = {str(row.row - 1): row for row in rows if row.indicator == key}
        shown = {
            place: rates.published_of(row.numerator, row.denominator, row.printed)
            for place, row in mine.items()
        }
        shown = {place: value for place, value in shown.items() if value is not None}
        printed = {place: mine[place].printed_rank for place in shown if mine[place].printed_rank}
        if len(printed) < 2 or max(printed.values()) > len(shown):
            continue
        groups = {place: mine[place].group for place in shown}
        ways = [
            rates.ranks({place: shown[place] for place in counted}, within, directions.get(key, 1))
            for counted in (printed, shown)
            for within in (groups, None)
        ]
        wrong = min(
            (
                [
                    (place, way[place].place)
                    for place, rank in printed.items()
                    if way[place] and way[place].place != rank
                ]
                for way in ways
            ),
            key=len,
        )
        for place, computed in wrong:
            reader.warn(
                int(place),
                at["rank"],
                "rank_unlike_rates",
                f"与按比率排出的第{computed}名不一致，名次按表中所写保留",
                f"第{computed}名；请核对比率和名次",
            )


def points(cell) -> Decimal | None:
    """得分 or 分值: a workbook keeps 20 as 20.0."""
    return values.decimal(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


def percent(cell, is_fraction: bool) -> Decimal | None:
    found = values.percent(cell)
    return None if found is None else values.at_scale(found[0], is_fraction and not found[1])
