"""Ratings of a 好差评 export as counts of those that are alike, and the 差评 one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from govsvc.domain import personal_data
from govsvc.domain.entries import COUNTED, LEFT_OUT, SCHEMA, Entries, Entry, Shared, map_column
from govsvc.domain.feedback import BAD, BY_DEFAULT, OF_ITEM, OF_REASON, OF_WINDOW, ONE_BAD
from govsvc.domain.indicators import RATINGS
from govsvc.sheets.cells import cell_text
from govsvc.sheets.cells.answers import ratings as answers
from govsvc.sheets.cells.column import Column, positions
from govsvc.sheets.records import rating_times
from govsvc.sheets.records.options import SheetContext
from govsvc.sheets.records.sheet_reader import SheetReader


@dataclass
class RatingRows:
    """The data rows of an export as columns; `is_in`: which of them are ratings that count."""

    units: Column[str]
    items: Column[str]
    item_codes: Column[str]
    windows: Column[str]
    workers: Column[str]
    levels: Column[str]
    channels: Column[str]
    reasons: Column[tuple[str, ...]]
    times: Column[str]
    turns: Column[str]
    cases: Column[str]
    is_default: np.ndarray
    is_in: np.ndarray


def entries_of(
    reader: SheetReader, context: SheetContext, rows: RatingRows, outside: np.ndarray
) -> Entries:
    """The counts of all that is stored, and the 差评."""
    parts = [*_counts(reader, context, rows), _left_out(reader, context, rows, outside)]
    return Entries.joined([*parts, _bad(reader, context, rows)])


def _counts(reader: SheetReader, context: SheetContext, rows: RatingRows) -> list[Entries]:
    """The counts by item, by window, and by reason."""
    channels = Column.of(
        [
            BY_DEFAULT if default else channel
            for channel, default in zip(rows.channels, rows.is_default.tolist())
        ]
    )
    active = rows.is_in & ~rows.is_default
    by_window = {"level_given": rows.levels, "worker": rows.workers, "turn": rows.turns}
    by_item = {
        "level_given": rows.levels,
        "channel": channels,
        "item_code": rows.item_codes,
        "turn": rows.turns,
    }
    parts = [
        _grouped(reader, context, OF_ITEM, rows.units, rows.items, by_item, rows.is_in),
        _grouped(reader, context, OF_WINDOW, rows.units, rows.windows, by_window, active),
    ]
    codes = sorted({code for cell in rows.reasons.cells for code in cell})
    for code in codes:
        has_code = active & rows.reasons.mask(partial(_holds, code))
        reason = {**by_window, "reason": Column.constant(code, len(active))}
        parts.append(
            _grouped(reader, context, OF_REASON, rows.units, rows.windows, reason, has_code)
        )
    return parts


def _holds(code: str, codes: tuple[str, ...]) -> bool:
    return code in codes


def _grouped(
    reader: SheetReader,
    context: SheetContext,
    of: str,
    units: Column[str],
    names: Column[str],
    fields: Mapping[str, Column[str]],
    wanted: np.ndarray,
) -> Entries:
    """One entry for the `wanted` rows that are alike in all of these."""
    indexes = np.nonzero(wanted)[0]
    if not len(indexes):
        return Entries()
    columns = [units, names, *fields.values()]
    code = np.zeros(len(indexes), np.int64)
    for column in columns:
        words, groups = column.groups()
        code = code * len(words) + groups[indexes]
        # numbers stay small, however many columns there are
        code = np.unique(code, return_inverse=True)[1]
    _, first, counts = np.unique(code, return_index=True, return_counts=True)
    at = indexes[first]
    own: dict[str, pa.Array] = {"of": pa.repeat(pa.scalar(of), len(at))}
    own |= {name: _strings(column, at) for name, column in fields.items()}
    own["count"] = pa.array([f"{count}" for count in counts.tolist()], pa.string())
    keys = [
        "/".join([units[index], of, names[index], *(column[index] for column in fields.values())])
        for index in at.tolist()
    ]
    return _entries(reader, context, units.take(at), keys, names.take(at), own, COUNTED, at)


def _strings(column: Column[str], at: np.ndarray) -> pa.Array:
    """The texts of these rows, null where there is none."""
    return pa.array([column[index] or None for index in at.tolist()], pa.string())


def _left_out(
    reader: SheetReader, context: SheetContext, rows: RatingRows, outside: np.ndarray
) -> Entries:
    """The rows that have an error, counted by unit."""
    indexes = np.nonzero(reader.is_faulty() & ~outside)[0]
    if not len(indexes):
        return Entries()
    words, groups = rows.units.groups()
    units, first, counts = np.unique(groups[indexes], return_index=True, return_counts=True)
    at = indexes[first]
    own = {
        "of": pa.repeat(pa.scalar(OF_ITEM), len(at)),
        "count": pa.array([f"{count}" for count in counts.tolist()], pa.string()),
    }
    keys = [f"{words[unit]}/{LEFT_OUT}" for unit in units.tolist()]
    names = Column.constant("", len(at))
    return _entries(reader, context, rows.units.take(at), keys, names, own, LEFT_OUT, at)


def _entries(
    reader: SheetReader,
    context: SheetContext,
    units: Column[str],
    keys: Sequence[str],
    names: Column[str],
    own: Mapping[str, pa.Array],
    status: str,
    at: np.ndarray,
) -> Entries:
    def same(word: str) -> pa.DictionaryArray:
        return Column.constant(word, len(at)).words()

    table = pa.table(
        [
            same(RATINGS),
            pa.repeat(pa.scalar(context.month), len(at)),
            units.words(),
            pa.array(keys, pa.string()),
            names.strings(),
            map_column(dict(own), len(at)),
            same(Shared({}, "", {}).text()),
            same(status),
            same(context.file),
            same(reader.grid.name),
            pa.array(reader.row_numbers[at] + 1, pa.int32()),
        ],
        schema=SCHEMA,
    )
    return Entries(table)


def _bad(reader: SheetReader, context: SheetContext, rows: RatingRows) -> Entries:
    """The 差评, one by one."""
    is_bad = rows.is_in & ~rows.is_default & rows.levels.mask(BAD.__contains__)
    texts, named = reader.field("text"), reader.field("named").map(answers.read_yes_no)
    anonymous = {"yes": "no", "no": "yes"}
    entries = []
    for index in positions(is_bad):
        day = rating_times.day_of(rows.times[index])
        attributes = {
            "of": ONE_BAD,
            "item_code": rows.item_codes[index],
            "level_given": rows.levels[index],
            "channel": rows.channels[index],
            "turn": rows.turns[index],
            "reasons": ",".join(rows.reasons[index]),
            "text": personal_data.mask(cell_text.name(texts[index])),
            "day": day.isoformat() if day else "",
            "window": rows.windows[index],
            "is_named": anonymous.get(named[index], ""),
        }
        entries.append(
            Entry(
                RATINGS,
                context.month,
                rows.units[index],
                rows.cases[index],
                rows.items[index],
                {key: text for key, text in attributes.items() if text},
                {},
                COUNTED,
                context.file,
                reader.grid.name,
                reader.rows[index] + 1,
            )
        )
    return Entries.of(entries)
