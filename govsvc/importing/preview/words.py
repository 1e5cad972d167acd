"""A preview in sentences and as a table to hand on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from govsvc.domain import indicators
from govsvc.domain.indicators import (
    BULLETIN,
    KINDS,
    ROW_KINDS,
    SOURCES,
    TARGETS,
    UNITS,
    Indicator,
)
from govsvc.domain.months import month_text
from govsvc.domain.published_values import change_text, value_text
from govsvc.domain.rates import UNKNOWN, count_text, rank_prose
from govsvc.exports.export import Sheet
from govsvc.importing.preview.changes import (
    ADDED,
    CHANGED,
    GONE,
    Field,
    Figure,
    IndicatorChange,
    Preview,
    ReportChange,
    RowChange,
)
from govsvc.importing.preview.matching import FAILED, NOT_COUNTED
from govsvc.importing.taking_over import TakenOver

COLUMNS = ("类别", "数据月份", "单位", "编码或村名", "名称", "变化", "字段", "原值", "新值")
#: the first six columns of a line, and a whole one
LineStart = tuple[str, str | None, str | None, str | None, str | None, str]
Line = tuple[str | None, ...]
SAME = "与现有数据完全相同。"
MOST_TAKEN_OVER, MOST_NAMED = 3, 5


def summary(preview: Preview) -> list[str]:
    """A few sentences: rows by kind, the bulletin, targets, each book's indicators.

    Empty where nothing was read.
    """
    if not preview.batches and not preview.reports:
        return []
    if not preview.is_changed:
        return [SAME]
    months = {month for _, month in preview.batches if month}
    months |= {change.month for change in preview.indicators}
    has_months = len(months) > 1
    return [
        *(
            _batch(preview, kind, month, has_months)
            for kind, month in preview.batches
            if kind != UNITS
        ),
        *_roster(preview),
        *_reports(preview.reports),
        *_books(preview.indicators, has_months),
        *_taken_over(preview.taken_over),
    ]


def _batch(preview: Preview, kind: str, month: date | None, has_months: bool) -> str:
    """What changes in the rows of a kind and month; `has_months`: the month has to be named."""
    heading = f"{month_text(month) if month and has_months else ''}{ROW_KINDS[kind]}"
    if kind == BULLETIN:
        counties = [change for change in preview.counties if change.month == month]
        whats, word = [change.what for change in counties], "个值"
        extent = f"，涉及{len({change.county for change in counties})}个县（市、区）"
    elif kind == TARGETS:
        whats, word, extent = [change.what for change in preview.targets], "项", ""
    else:
        return f"{heading}：{_rows(preview, kind, month)}。"
    return (
        f"{heading}：{_changes(whats, word)}{extent}。" if whats else f"{heading}：与现有数据相同。"
    )


def _rows(preview: Preview, kind: str, month: date | None) -> str:
    """新增2行，涉及1个部门；另有52行有误，不计入: rows that do not count are named apart."""
    place = kind, month
    rows = [change for change in preview.rows if (change.kind, change.month) == place]
    units = sum(unit.is_changed for unit in preview.units if (unit.kind, unit.month) == place)
    counted = [row.what for row in rows if row.what == CHANGED or not row.fields]
    texts = []
    if counted:
        extent = f"，涉及{units}个{indicators.unit_word(kind)}"
        texts.append(_changes(counted, "行") + extent)
        stopped = sum(row.what == CHANGED and FAILED in row.fields for row in rows)
        texts += [f"其中{count_text(stopped)}行改为有误，不再计入"] if stopped else []
    texts += _uncounted(rows, among="另有" if counted else "")
    return "；".join(texts) or "与现有数据相同"


def _uncounted(rows: Sequence[RowChange], among: str) -> Iterator[str]:
    """What is said of rows that come or go and do not count, by what became of them and why."""
    apart = Counter((row.what, row.fields[0]) for row in rows if row.what != CHANGED and row.fields)
    for (what, (_, was, now)), count in apart.items():
        text, status = f"{among}{count_text(count)}行", now if what == ADDED else was
        why = "有误" if status == NOT_COUNTED else status
        yield f"{text}{why}，不计入" if what == ADDED else f"{text}原来{why}的不再保留"


def _roster(preview: Preview) -> Iterator[str]:
    if preview.roster:
        changes = _changes([change.what for change in preview.roster], "个单位")
        yield f"{KINDS[UNITS]}：{changes}。"
    elif (UNITS, None) in preview.batches:
        yield f"{KINDS[UNITS]}：与现有数据相同。"


def _books(changes: Sequence[IndicatorChange], has_months: bool) -> Iterator[str]:
    """A sentence for each source of values and month."""
    for source, month in dict.fromkeys((change.source, change.month) for change in changes):
        in_month = f"（{month_text(month)}）" if has_months else ""
        of_book = [change for change in changes if (change.source, change.month) == (source, month)]
        yield f"{SOURCES[source]}{in_month}：{_indicators(of_book)}。"


def _reports(changes: Sequence[ReportChange]) -> Iterator[str]:
    """报送进度：公安局由零报告改为未报。"""
    units_of: dict[tuple[date, str, str], list[str]] = {}
    for change in changes:
        units_of.setdefault((change.month, change.before, change.after), []).append(change.unit)
    for (month, before, after), units in units_of.items():
        more = f"等{len(units)}个单位" if len(units) > MOST_NAMED else ""
        named = "、".join(units[:MOST_NAMED]) + more
        yield f"{month_text(month)}报送进度：{named}由{before}改为{after}。"


def _changes(whats: Iterable[str], word: str) -> str:
    """新增2行、改动1行 of what happens to each row."""
    counts = Counter(whats)
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
    was, now = (_value(change.indicator, figure) for figure in (before, after))
    if before is None:
        rank = f"，{rank_prose(change.rank_after)}" if change.rank_after else ""
        return f"{name} {now}（新增）{rank}"
    if after is None:
        return f"{name} {was}（不再有值）"
    if change.change_pp:
        text = f"{name} {was} → {now}，{change_text(change.indicator, change.change_pp)}"
    elif before == after:
        text = f"{name} {now}，持平"
    else:
        text = f"{name} {now}，持平（{counts(before)} → {counts(after)}）"
    if change.rank_before != change.rank_after:
        text += f"，{rank_prose(change.rank_before)} → {rank_prose(change.rank_after)}"
    return text


def _value(indicator: Indicator, figure: Figure | None) -> str:
    return value_text(indicator, figure.published if figure else None)


def counts(figure: Figure) -> str:
    """70/71; — where the counts are unknown."""
    if not figure.denominator:
        return UNKNOWN
    return f"{count_text(figure.numerator)}/{count_text(figure.denominator)}"


def _taken_over(rows: Sequence[TakenOver]) -> Iterator[str]:
    if rows:
        names = "、".join(
            f"{taken.row.name or taken.row.key}（{taken.owner} → {taken.row.unit or UNKNOWN}）"
            for taken in rows[:MOST_TAKEN_OVER]
        )
        more = f"等{len(rows)}行" if len(rows) > MOST_TAKEN_OVER else ""
        yield f"从不在本次文件中的单位移来：{names}{more}。"


def preview_sheet(preview: Preview, *, home: str) -> Sheet:
    """Every change, a field a line: indicators, rows, the bulletin's values, targets, units."""
    months = sorted(
        {month for _, month in preview.batches if month}
        | {change.month for change in preview.indicators}
    )
    rows = [row.what for row in preview.rows]
    months_text = "、".join(map(month_text, months))
    facts = [
        ("单位", home),
        ("数据月份", months_text or UNKNOWN),
        ("行", _changes(rows, "行") or "无变化"),
        ("说明", f"导入前与数据版本{preview.version}比较，尚未保存"),
    ]
    title = f"{home}导入前核对" + (f"（{months_text}）" if months_text else "")
    return Sheet(title, COLUMNS, list(_all_lines(preview, home)), facts)


def _all_lines(preview: Preview, home: str) -> Iterator[Line]:
    for change in preview.indicators:
        if change.is_changed:
            what = ADDED if change.before is None else GONE if change.after is None else CHANGED
            start = "指标值", month_text(change.month), home, None, change.indicator.name, what
            yield from _lines(start, _figures(change))
    for row in preview.rows:
        kind, month = ROW_KINDS[row.kind], month_text(row.month)
        yield from _lines((kind, month, row.unit, row.code, row.name, row.what), row.fields)
    for value in preview.counties:
        kind, month = KINDS[BULLETIN], month_text(value.month)
        yield from _lines((kind, month, value.county, None, value.name, value.what), value.fields)
    for target in preview.targets:
        when = f"{target.year}年" + (f"{target.until}月" if target.until else "")
        yield from _lines(
            (KINDS[TARGETS], when, None, None, target.name, target.what), target.fields
        )
    for unit in preview.roster:
        yield from _lines((KINDS[UNITS], None, unit.name, None, None, unit.what), unit.fields)


def _figures(change: IndicatorChange) -> list[Field]:
    """The value and the rank, where they differ."""
    fields: list[Field] = []
    if change.before != change.after:
        was, now = (_figure_text(change.indicator, one) for one in (change.before, change.after))
        fields.append((SOURCES[change.source], was, now))
    if change.rank_before != change.rank_after:
        fields.append(("位次", rank_prose(change.rank_before), rank_prose(change.rank_after)))
    return fields


def _figure_text(indicator: Indicator, figure: Figure | None) -> str:
    if figure is None:
        return UNKNOWN
    return _value(indicator, figure) + (f"（{counts(figure)}）" if figure.denominator else "")


def _lines(start: LineStart, fields: Sequence[Field]) -> Iterator[Line]:
    """A line for each field that differs, at least one."""
    yield from ((*start, *field) for field in fields)
    if not fields:
        yield (*start, None, None, None)
