"""A preview in sentences and as a table to hand on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from govsvc.domain import indicators
from govsvc.domain.indicators import (
    BULLETIN,
    ITEMS,
    KINDS,
    ROW_KINDS,
    SAID_OF_ITEMS,
    SOURCES,
    TARGETS,
    UNITS,
)
from govsvc.domain.months import month_text
from govsvc.domain.rates import UNKNOWN, count_text, percent_text, points_text, rank_prose
from govsvc.exports.export import Sheet
from govsvc.importing.preview.changes import (
    ADDED,
    CHANGED,
    GONE,
    Doubled,
    Field,
    Figure,
    IndicatorChange,
    Preview,
    ReportChange,
    RowChange,
)

COLUMNS = ("类别", "数据月份", "单位", "编码或村名", "名称", "变化", "字段", "原值", "新值")
SAME = "与现有数据完全相同。"
MOST_DOUBLED, MOST_NAMED = 3, 5


def summary(preview: Preview) -> list[str]:
    """A few sentences: rows by kind, the bulletin, targets, each book's indicators.

    Empty where nothing was read.
    """
    if not preview.batches and not preview.reports:
        return []
    if not preview.is_changed:
        return [SAME]
    months = {month for _, month in preview.batches if month} | {
        change.month for change in preview.indicators
    }

    def heading(kind: str, month: date | None) -> str:
        return f"{month_text(month) if month and len(months) > 1 else ''}{ROW_KINDS[kind]}"

    said = []
    for kind, month in preview.batches:
        if kind == UNITS:
            continue
        if kind == BULLETIN:
            changes = [change for change in preview.counties if change.month == month]
            counties = {change.county for change in changes}
            text = (
                _changes(Counter(change.what for change in changes), "个值")
                + f"，涉及{len(counties)}个县（市、区）"
            )
        elif kind == TARGETS:
            changes = preview.targets
            text = _changes(Counter(change.what for change in changes), "项")
        else:
            changes = [
                change for change in preview.rows if (change.kind, change.month) == (kind, month)
            ]
            units = sum(
                unit.is_changed
                for unit in preview.units
                if (unit.kind, unit.month) == (kind, month)
            )
            text = _changes(Counter(change.what for change in changes), "行")
            text += f"，涉及{units}个{indicators.unit_word(kind)}"
        said.append(
            f"{heading(kind, month)}：{text}。"
            if changes
            else f"{heading(kind, month)}：与现有数据相同。"
        )
    if preview.roster:
        said.append(
            f"{KINDS[UNITS]}："
            f"{_changes(Counter(change.what for change in preview.roster), '个单位')}。"
        )
    elif (UNITS, None) in preview.batches:
        said.append(f"{KINDS[UNITS]}：与现有数据相同。")
    said += _reports(preview.reports)
    books = dict.fromkeys((change.source, change.month) for change in preview.indicators)
    for source, month in books:
        changes = [
            change
            for change in preview.indicators
            if (change.source, change.month) == (source, month)
        ]
        said.append(
            f"{SOURCES[source]}{f'（{month_text(month)}）' if len(months) > 1 else ''}："
            f"{_indicators(changes)}。"
        )
    return [*said, *_doubled(preview.doubled)]


def _reports(changes: Sequence[ReportChange]) -> list[str]:
    """报送进度：公安局由零报告改为未报。"""
    found: dict[tuple[date, str, str], list[str]] = {}
    for change in changes:
        found.setdefault((change.month, change.before, change.after), []).append(change.unit)
    return [
        (
            f"{month_text(month)}报送进度："
            f"{'、'.join(units[:MOST_NAMED])}"
            f"{f'等{len(units)}个单位' if len(units) > MOST_NAMED else ''}"
            f"由{before}改为{after}。"
        )
        for (month, before, after), units in found.items()
    ]


def _changes(counts: Counter, word: str) -> str:
    return "、".join(
        f"{what}{count_text(counts[what])}{word}" for what in (ADDED, CHANGED, GONE) if counts[what]
    )


def _indicators(changes: Sequence[IndicatorChange]) -> str:
    parts = [_change(change) for change in changes if change.is_changed]
    same = len(changes) - len(parts)
    if same:
        parts.append(f"{'其余' if parts else ''}{same}项指标不变")
    return "；".join(parts)


def _change(change: IndicatorChange) -> str:
    before, after, name = change.before, change.after, change.indicator.short
    if before is None:
        return f"{name} {_percent(after)}（新增）" + (
            f"，{rank_prose(change.rank_after)}" if change.rank_after else ""
        )
    if after is None:
        return f"{name} {_percent(before)}（不再有值）"
    if change.change_pp:
        text = f"{name} {_percent(before)} → {_percent(after)}，{points_text(change.change_pp)}"
    elif before == after:
        text = f"{name} {_percent(after)}，持平"
    else:
        text = f"{name} {_percent(after)}，持平（{counts(before)} → {counts(after)}）"
    if change.rank_before != change.rank_after:
        text += f"，{rank_prose(change.rank_before)} → {rank_prose(change.rank_after)}"
    return text


def _percent(figure: Figure | None) -> str:
    return percent_text(figure and figure.published)


def counts(figure: Figure) -> str:
    """70/71; — where the counts are unknown."""
    if not figure.denominator:
        return UNKNOWN
    return f"{count_text(figure.numerator)}/{count_text(figure.denominator)}"


def _doubled(found: Sequence[Doubled]) -> Iterable[str]:
    if found:
        names = "、".join(
            f"{row.name}（{row.stays_in}、{row.comes_in}）" for row in found[:MOST_DOUBLED]
        )
        more = f"等{len(found)}行" if len(found) > MOST_DOUBLED else ""
        yield (
            f"将重复计入：{names}{more}。原单位的行不在本次文件中，仍然保留；"
            "请一并导入原单位的表，或核对编码。"
        )


def preview_sheet(preview: Preview, *, home: str) -> Sheet:
    """Every change, a field a line: indicators, rows, the bulletin's values, targets, units."""
    months = sorted(
        {month for _, month in preview.batches if month}
        | {change.month for change in preview.indicators}
    )
    lines: list[tuple] = []
    for change in preview.indicators:
        if change.is_changed:
            what = ADDED if change.before is None else GONE if change.after is None else CHANGED
            start = ("指标值", month_text(change.month), home, None, change.indicator.name, what)
            lines += _lines(start, _figures(change))
    for row in preview.rows:
        start = (
            ROW_KINDS[row.kind],
            month_text(row.month),
            row.unit,
            _code(row),
            row.name,
            row.what,
        )
        lines += _lines(start, row.fields)
    for value in preview.counties:
        start = (
            KINDS[BULLETIN],
            month_text(value.month),
            value.county,
            None,
            value.name,
            value.what,
        )
        lines += _lines(start, value.fields)
    for target in preview.targets:
        when = f"{target.year}年" + (f"{target.until}月" if target.until else "")
        lines += _lines((KINDS[TARGETS], when, None, None, target.name, target.what), target.fields)
    for unit in preview.roster:
        lines += _lines((KINDS[UNITS], None, unit.name, None, None, unit.what), unit.fields)
    said = "、".join(map(month_text, months))
    rows = Counter(row.what for row in preview.rows)
    facts = [
        ("单位", home),
        ("数据月份", said or UNKNOWN),
        ("行", _changes(rows, "行") or "无变化"),
        ("说明", f"导入前与数据第{preview.version}版比较，尚未保存"),
    ]
    return Sheet(
        f"{home}导入前核对（{said}）" if said else f"{home}导入前核对", COLUMNS, lines, facts
    )


def _figures(change: IndicatorChange) -> list[Field]:
    def text(figure: Figure | None) -> str:
        if figure is None:
            return UNKNOWN
        return _percent(figure) + (f"（{counts(figure)}）" if figure.denominator else "")

    found = (
        [(SOURCES[change.source], text(change.before), text(change.after))]
        if change.before != change.after
        else []
    )
    if change.rank_before != change.rank_after:
        found.append(("位次", rank_prose(change.rank_before), rank_prose(change.rank_after)))
    return found


def _code(row: RowChange) -> str | None:
    """An item's code, None where it has none (its key is then its name and unit); a village's name."""
    if row.kind in (ITEMS, *SAID_OF_ITEMS):
        code = row.key.partition("／")[0]
        return None if code == f"{row.unit}/{row.name}" else code
    return row.key.rpartition("/")[2]


def _lines(start: tuple, fields: Sequence[Field]) -> list[tuple]:
    return [(*start, *field) for field in fields] or [(*start, None, None, None)]
