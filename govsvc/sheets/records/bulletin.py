"""Rows of a city bulletin (全市指标) → what it prints of each county, and issues."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal

from govsvc.domain import indicators, rates
from govsvc.domain.rows import Reported
from govsvc.sheets.cells import cell_text, vocabulary
from govsvc.sheets.cells.values import Wrong
from govsvc.sheets.records import blanks, whole_sheet
from govsvc.sheets.records.bulletin_values import is_fraction_column, points, read_values
from govsvc.sheets.records.sheet_reader import SheetReader
from govsvc.sheets.tables.data_rows import GROUP
from govsvc.sheets.tables.table import Table

#: what stands in the column of counties for all of them
_SUMMARY = re.compile(
    r"(?:全|本)?(?:市|省|州|地区)(?:本级|级|直|合计|总计|汇总|整体|总体)?|"
    r".{0,4}(?:平均|均)(?:水平|值|数|线)?|"
    r".{0,4}(?:最高|最低|最大|最小)(?:值|分)?|总体|整体|合计|总计|汇总|中位数"
)
#: indicator key → measure → column
Columns = Mapping[str, Mapping[str, int]]


def read_bulletin(
    reader: SheetReader, file: str, month: date, cutoff: date | None
) -> list[Reported]:
    """One `Reported` a county and indicator, in the order of the rows.

    A cell with an error makes its value unknown. `cutoff`: 数据截止日.
    """
    table = reader.table
    reader.check_months(month)
    of_row = _row_of_full_scores(reader)
    counties = _counties(reader)
    left_out = set(reader.faulty)
    columns = _columns(table)
    full_scores = _full_scores(table, of_row)
    groups = _groups_of_headings(reader)
    is_fraction = {
        key: is_fraction_column(reader, of_indicator["rate"])
        for key, of_indicator in columns.items()
        if "rate" in of_indicator
    }
    reported = []
    for row in reader.rows:
        if row in left_out:
            continue
        group = cell_text.words(reader.value(row, "group")) or groups.get(row)
        for key, of_indicator in columns.items():
            printed = read_values(reader, row, of_indicator, is_fraction.get(key, False))
            if printed.full_score is None:
                printed.full_score = full_scores.get(key)
            _check_score(reader, row, of_indicator, printed.score, printed.full_score)
            reported.append(
                Reported(
                    month,
                    counties[row],
                    key,
                    numerator=printed.numerator,
                    denominator=printed.denominator,
                    printed=printed.rate,
                    printed_rank=printed.rank,
                    group=group,
                    score=printed.score,
                    cutoff=cutoff,
                    file=file,
                    sheet=reader.grid.name,
                    row=row + 1,
                    full_score=printed.full_score,
                )
            )
    _check_ranks(reader, reported, columns)
    _check_columns(reader)
    # a county stays in the bulletin when one of its values is unknown
    reader.faulty = left_out
    return reported


def _counties(reader: SheetReader) -> dict[int, str]:
    """Row → its county; errors where there is none, or one stands twice."""
    _leave_out_summaries(reader)
    names = reader.named("county", "县（市、区）名称").map(lambda name: name.replace(" ", ""))
    counties = dict(zip(reader.rows, names))
    column = reader.table.columns["county"]
    reader.duplicates(
        ((row, county, column) for row, county in counties.items() if county), "县（市、区）"
    )
    return counties


def _leave_out_summaries(reader: SheetReader) -> None:
    """Rows of the whole city, of averages and extremes are no counties; a note names them."""
    titles = "".join(map(cell_text.packed, reader.table.titles))
    left_out = []
    for row in list(reader.rows):
        name = cell_text.packed(reader.value(row, "county"))
        is_city = name.endswith(("市", "州")) and titles.startswith(name)
        if is_city or _SUMMARY.fullmatch(name):
            reader.leave_out(row)
            left_out.append(name)
    if left_out:
        reader.notes.append(f"“{'”“'.join(left_out)}”是汇总行，不是县（市、区），未计入。")


def _groups_of_headings(reader: SheetReader) -> dict[int, str]:
    """Row → its group where headings between the rows name groups (县市组, 一、城区组), else
    nothing.
    """
    headings = whole_sheet.section_of_rows(reader)
    if not all(map(GROUP.fullmatch, filter(None, set(headings)))):
        return {}
    return {row: heading for row, heading in zip(reader.rows, headings) if heading}


def _columns(table: Table) -> Columns:
    columns: dict[str, dict[str, int]] = {}
    for measure in table.measures:
        columns.setdefault(measure.indicator, {})[measure.measure] = measure.column
    return columns


def _row_of_full_scores(reader: SheetReader) -> dict[int, Decimal]:
    """Column → 分值, of the row that has them; it is no county and is left out of the rows."""
    full_scores: dict[int, Decimal] = {}
    for row in list(reader.rows):
        county = cell_text.words(reader.value(row, "county")).replace(" ", "")
        if county not in vocabulary.FULL_SCORE_ROWS:
            continue
        reader.leave_out(row)
        for column in {measure.column for measure in reader.table.measures}:
            with suppress(Wrong):
                number = points(reader.at(row, column))
                if number is not None:
                    full_scores.setdefault(column, number)
    return full_scores


def _full_scores(table: Table, of_row: Mapping[int, Decimal]) -> dict[str, Decimal]:
    """Indicator key → its 分值: of a header, else of the row that has them.

    In that row a number under 得分 goes before one under the rate.
    """
    full_scores = {
        measure.indicator: measure.full_score
        for measure in table.measures
        if measure.full_score is not None
    }
    for measure in sorted(table.measures, key=lambda measure: measure.measure != "score"):
        if measure.column in of_row:
            full_scores.setdefault(measure.indicator, of_row[measure.column])
    return full_scores


def _check_score(
    reader: SheetReader,
    row: int,
    columns: Mapping[str, int],
    score: Decimal | None,
    full_score: Decimal | None,
) -> None:
    if score is not None and full_score is not None and score > full_score:
        reader.warn(
            row,
            columns["score"],
            "score_over_full",
            f"得分{score}大于分值{full_score}，按表中所写保留",
            f"不超过{full_score}；请核对得分和分值",
        )


def _check_columns(reader: SheetReader) -> None:
    """Warnings of columns that are wholly blank, and a note on those of no indicator."""
    for column in sorted({measure.column for measure in reader.table.measures}):
        if blanks.is_wholly_blank(reader, column):
            blanks.warn_of_column(reader, column, "各县（市、区）的数；没有这一项的，可删去该列")
    if reader.table.ignored:
        ignored = "、".join(dict.fromkeys(reader.table.ignored))
        reader.notes.append(f"未采用的列：{ignored}（看不出属于哪项指标）。")


def _check_ranks(reader: SheetReader, rows: Sequence[Reported], columns: Columns) -> None:
    """A warning at each printed rank that the rates do not give."""
    directions = {indicator.key: indicator.direction for indicator in indicators.INDICATORS}
    for key, of_indicator in columns.items():
        of_key = {row.row - 1: row for row in rows if row.indicator == key}
        for row, computed in _unlike_ranks(of_key, directions.get(key, 1)):
            reader.warn(
                row,
                of_indicator["rank"],
                "rank_unlike_rates",
                f"与按比率排出的第{computed}名不一致，名次按表中所写保留",
                f"第{computed}名；请核对比率和名次",
            )


def _unlike_ranks(rows: Mapping[int, Reported], direction: int) -> list[tuple[int, int]]:
    """(row, rank by the rates) of the printed ranks that are another.

    Ranks are counted within the group or over all, with or without the counties that have no
    printed rank, which may be listed only: in the way that leaves the fewest unlike. Where a rank
    is beyond the number of rows, others are missing, and nothing is compared.
    """
    shown: dict[str, Decimal] = {}
    printed: dict[str, int] = {}
    for number, row in rows.items():
        rate = rates.published_of(row.numerator, row.denominator, row.printed)
        if rate is not None:
            shown[str(number)] = rate
            if row.printed_rank:
                printed[str(number)] = row.printed_rank
    if len(printed) < 2 or max(printed.values()) > len(shown):
        return []
    groups = {number: rows[int(number)].group for number in shown}
    unlike = [
        list(
            _unlike(
                rates.ranks({number: shown[number] for number in counted}, within, direction),
                printed,
            )
        )
        for counted in (printed, shown)
        for within in (groups, None)
    ]
    return min(unlike, key=len)


def _unlike(
    computed: Mapping[str, rates.Rank | None], printed: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    for number, rank in printed.items():
        by_rates = computed[number]
        if by_rates and by_rates.place != rank:
            yield int(number), by_rates.place
