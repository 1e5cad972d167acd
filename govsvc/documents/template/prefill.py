"""The rows of the month before, as they go into a prefilled template, so that reading them gives
the same rows again.

An empty flag cell that the reader would take for a no, though nothing was known, gets 待核 instead,
which the reader refuses. A row that was left out for an error gets 待核 as its month: what was
wrong with it is not stored where it could not be read, so the row stays left out until a person has
corrected it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from govsvc.documents.template.fields import (
    YES,
    Column,
    Names,
    columns_of,
    is_of_extras,
    plain_fields,
)
from govsvc.domain import indicators, representatives
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import (
    CASES,
    ITEMS,
    REPRESENTATIVES,
    STATIONS,
    VILLAGES,
    Rules,
    unread,
)
from govsvc.domain.months import month_after, month_text
from govsvc.domain.representatives import Representative
from govsvc.domain.rows import COUNTED, LEFT_OUT, OUT_OF_SCOPE, Entry
from govsvc.sheets.cells import place_names
from govsvc.sheets.cells.vocabulary import CODES, NO_STATION, NOT_IN_USE, TO_CHECK, deducting_flags
from govsvc.store import Store

#: the word for an item out of use where the sheet's own was not stored
_OUT_OF_USE = NOT_IN_USE[2]


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The rows that a month begins with: kind → rows, as they were stored in the month that they
    are from, in the order of their sheets.
    """

    month: date
    home: str | None
    is_demonstration: bool
    names: Names
    entries: Mapping[str, Sequence[Entry]]

    @property
    def units(self) -> list[str]:
        """The departments, then the townships, that have rows of items or stations."""
        return list(
            dict.fromkeys(
                unit
                for kind in (ITEMS, STATIONS)
                for unit in sorted({entry.unit for entry in self.entries[kind]} - {""})
            )
        )


def months_of(store: Store, kind: str) -> list[date]:
    """The months that have rows of `kind`, ascending."""
    return sorted(
        {month for row_kind, month, _, _ in store.counts.status_counts() if row_kind == kind}
    )


def months_to_fill(store: Store) -> list[date]:
    """The month after the latest that has items or stations, and that latest one, where units may
    be missing yet.
    """
    months = months_of(store, ITEMS) + months_of(store, STATIONS)
    return [month_after(max(months)), max(months)] if months else []


def known_names(store: Store) -> Names:
    """The names of the latest months, for the drop-downs; none out of a demonstration, whose names
    are made up.
    """
    if store.settings.is_demonstration():
        return Names()
    latest = {
        kind: months[-1]
        for kind in (ITEMS, STATIONS, VILLAGES)
        if (months := months_of(store, kind))
    }
    townships = {
        unit
        for kind in (STATIONS, VILLAGES)
        if kind in latest
        for unit in store.counts.units(kind, latest[kind])
    }
    counties = list(dict.fromkeys(s.county for s in reversed(store.counts.snapshots()) if s.county))
    return Names(
        tuple(store.counts.units(ITEMS, latest[ITEMS])) if ITEMS in latest else (),
        tuple(sorted(townships)),
        tuple(sorted(counties)),
    )


def gather(store: Store, month: date | None = None) -> Prefilled:
    """The rows that `month` begins with, by default the month after the latest.

    Each unit has its own rows of that month where it has some, else those of the month stored
    before. Of village lists the latest is taken whole. Raises GovsvcError where no item or station
    up to that month is stored.
    """
    month = month or next(iter(months_to_fill(store)), None)
    rows_of = {
        kind: _without_stale(_by_unit(store, kind, month)) if month else []
        for kind in (ITEMS, STATIONS)
    }
    if month is None or not (rows_of[ITEMS] or rows_of[STATIONS]):
        raise GovsvcError(
            (
                f"{f'{month_text(month)}及以前' if month else '数据库里'}没有政务服务事项或基层站"
                "点的数据，没有可以预填的行。"
            ),
            "请换一个月份，或下载空白模板。",
            "nothing_to_prefill",
        )
    rows_of[CASES] = [_to_count(entry) for entry in rows_of[ITEMS] if entry.status == COUNTED]
    lists = [since for since in store.months.of_village_lists() if since <= month]
    rows_of[VILLAGES] = (
        _without_stale(store.rows.entries(VILLAGES, lists[-1], at=month)) if lists else []
    )
    rows_of[REPRESENTATIVES] = _representatives(store, month, rows_of[ITEMS])
    units_of = {
        kind: tuple(sorted({entry.unit for entry in rows if entry.unit}))
        for kind, rows in rows_of.items()
    }
    townships = tuple(sorted({*units_of[STATIONS], *units_of[VILLAGES]}))
    return Prefilled(
        month,
        store.settings.home(),
        store.settings.is_demonstration(),
        Names(units_of[ITEMS], townships, known_names(store).counties),
        rows_of,
    )


def _representatives(store: Store, month: date, items: Sequence[Entry]) -> list[Entry]:
    """The 首席事务代表 in force, and a row for each department of the items that has none; none
    where the county keeps no such list.
    """
    listed = [
        representatives.of_entry(entry)
        for known in store.months.of_kind(REPRESENTATIVES)
        if known <= month
        for entry in store.rows.entries(REPRESENTATIVES, known, at=month)
        if entry.status == COUNTED
    ]
    in_force = representatives.in_force(listed, month)
    units = {item.unit for item in items if item.unit} if in_force else set()
    rows = [
        in_force.get(unit) or Representative(unit, month) for unit in sorted(units | set(in_force))
    ]
    return [
        replace(representatives.entry_of(row), attributes=representatives.cells_of(row))
        for row in rows
    ]


def _to_count(item: Entry) -> Entry:
    """The row of an item in 办件量统计, with blank numbers: cases are of each month alone."""
    return Entry(
        CASES,
        item.month,
        item.unit,
        item.key,
        item.name,
        {code: text for code, text in item.attributes.items() if code in CODES},
        {},
    )


def units_to_fill(store: Store, month: date) -> list[str]:
    """The departments, then the townships, that `gather` would find rows for."""
    units = [
        unit
        for kind in (ITEMS, STATIONS)
        for unit in sorted(
            {
                u
                for known in _bases(store, kind, month)
                for u in store.counts.units(kind, known, at=month)
            }
        )
    ]
    return list(dict.fromkeys(units))


def _bases(store: Store, kind: str, month: date) -> list[date]:
    """The months that rows come from: the last one before `month`, and `month` itself where it has
    some.
    """
    months = [known for known in months_of(store, kind) if known <= month]
    return months[-2:] if months[-1:] == [month] else months[-1:]


def _by_unit(store: Store, kind: str, month: date) -> list[Entry]:
    entries: list[Entry] = []
    for known in _bases(store, kind, month):
        later = list(store.rows.entries(kind, known, at=month))
        units = {entry.unit for entry in later}
        entries = [entry for entry in entries if entry.unit not in units] + later
    return entries


def _without_stale(entries: Sequence[Entry]) -> list[Entry]:
    """The rows, but without faulty ones that another row has replaced, or that are from a file in
    which all rows of their unit failed.

    Such a file changed nothing: the unit's earlier rows stayed.
    """
    good = [entry for entry in entries if entry.status != LEFT_OUT]
    keys, units = {entry.key for entry in good}, {entry.unit for entry in good}
    files = {(entry.unit, entry.file) for entry in good}
    return [
        entry
        for entry in entries
        if entry.status != LEFT_OUT
        or (
            entry.key not in keys and (entry.unit not in units or (entry.unit, entry.file) in files)
        )
    ]


def of_unit(gathered: Prefilled, unit: str) -> dict[str, list[Entry]]:
    """The rows of one department or township, by kind; kinds of which it has none are left out.

    A village list is not among them: one township's imported alone would be taken for the county's.
    """
    rows = {
        kind: [entry for entry in gathered.entries[kind] if entry.unit == unit]
        for kind in (ITEMS, STATIONS, CASES, REPRESENTATIVES)
    }
    return {kind: entries for kind, entries in rows.items() if entries}


def parts(kind: str, entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """The rows, in as many sheets as they need.

    Townships that gave no station names stand apart: beside named stations a missing name is an
    error.
    """
    if kind != STATIONS:
        return [entries]
    named = {
        entry.unit
        for entry in entries
        if entry.attributes.get("station_name", NO_STATION) != NO_STATION
    }
    unnamed = {entry.unit for entry in entries if entry.flags.get("has_station")} - named
    if not (named and unnamed):
        return [entries]
    return [
        [entry for entry in entries if (entry.unit in unnamed) == is_unnamed]
        for is_unnamed in (False, True)
    ]


def columns_for(kind: str, entries: Sequence[Entry]) -> list[Column]:
    """The template's columns, and further ones that the rows fill.

    A column that only takes items out (明进暗不进, 不宜网办 …) is there only where a row has it:
    blank, it would mean no. One that only further indicators ask for (授权情况) is, too: a county
    that does not use them need not fill it in.
    """
    present = {key for entry in entries for key in (*entry.attributes, *_answers(entry))}
    present |= {flag.key for flag in indicators.flags_of(kind) if unread(flag.key) in present}
    always = {
        column.field
        for column in columns_of(kind)
        if not (column.flag and is_of_extras(column.flag))
    } - {*deducting_flags(), *(one.key for one in indicators.QUANTITIES)}
    of_quantities = {one.key for one in indicators.quantities_of(kind)} - present
    return columns_of(kind, frozenset(plain_fields(kind) - of_quantities | always | present))


def rows(
    kind: str, entries: Sequence[Entry], columns: Sequence[Column], month: date, home: str | None
) -> Iterator[list[str | None]]:
    """The cells of each row under the columns, None for blank."""
    answered = {(entry.unit, key) for entry in entries for key in _answers(entry)}
    for entry in entries:
        texts = dict(entry.attributes)
        texts["month"] = TO_CHECK if entry.status == LEFT_OUT else month_text(month)
        texts["name"] = entry.name
        texts["unit"] = entry.unit
        for field in ("unit", "responsible"):
            if texts.get(field):
                texts[field] = _as_read(texts[field], home)
        if (
            kind == ITEMS
            and entry.status == OUT_OF_SCOPE
            and texts.get("item_type") in Rules().types_in_scope
        ):
            texts.setdefault("status", _OUT_OF_USE)
        yield [
            _flag_cell(entry, column, answered) if column.flag else texts.get(column.field) or None
            for column in columns
        ]


def _as_read(unit: str, home: str | None) -> str:
    """The unit's name, with the county's in front where the reader would else take a part of it for
    the county's.
    """
    return home + unit if home and place_names.without_county(unit, (home,)) != unit else unit


def _answers(entry: Entry) -> dict[str, bool]:
    """The flags as the sheet gives them: of a village without a station only that."""
    if entry.kind == STATIONS and entry.flags.get("has_station") is False:
        return {"has_station": False}
    return entry.flags


def _flag_cell(entry: Entry, column: Column, answered: set[tuple[str, str]]) -> str | None:
    answers = _answers(entry)
    if answers.get(unread(column.field)):
        return TO_CHECK
    if column.field in answers:
        if column.flag and column.flag.is_text:
            return entry.attributes.get("reason", YES) if answers[column.field] else None
        return indicators.answer_text(column.flag, answers) if column.flag else None
    is_asked = (
        entry.status != OUT_OF_SCOPE
        and answers != {"has_station": False}
        and (entry.unit, column.field) in answered
    )
    if column.field in deducting_flags() and entry.status != LEFT_OUT:
        return None
    return TO_CHECK if is_asked else None


def origin(entries: Iterable[Entry]) -> str:
    """The months that rows are from: 2026年9月, 2026年10月."""
    return "、".join(month_text(month) for month in sorted({entry.month for entry in entries}))
