"""Partial sheets of an import against the item list that will be in force with it: rows that name
no item, and where both differ.
"""

from datetime import date

import numpy as np

from govsvc.assessment import overlays, reasons, suspects
from govsvc.domain.entries import COUNTED, Entries
from govsvc.domain.indicators import (
    DISAGREES,
    INDICATORS,
    ITEMS,
    PARTIAL_KINDS,
    deciding_flags,
    flags_of,
    partial_of,
    unread,
)
from govsvc.domain.months import month_text
from govsvc.domain.rows import FileRead
from govsvc.importing.validation.issue_places import Places
from govsvc.store import Batch, Store, replaces

#: rows named one by one, and departments
MOST_NAMED, MOST_UNITS = 50, 5


def check_claims(store: Store, files: list[FileRead], batches: list[Batch], places: Places) -> None:
    """A warning at each row of a partial sheet that names no item of its month; and how many items
    claim another thing, said of the file.
    """
    for batch in batches:
        if batch.kind in PARTIAL_KINDS and batch.entries:
            items = _in_force(store, batches, ITEMS, batch.rows_month)
            if not items.mask("status", COUNTED).any():
                _say(
                    files,
                    batch,
                    (
                        f"{month_text(batch.rows_month)}还没有政务服务事项表，"
                        f"{partial_of(batch.kind).name}先存下，导入事项表后自动核对。"
                    ),
                )
                continue
            _unmatched(batch, items, places)
            _effect(
                files, batch, items, _in_force(store, batches, batch.kind, batch.rows_month), places
            )


def _unmatched(batch: Batch, items: Entries, places: Places) -> None:
    sets_flags = partial_of(batch.kind).owns
    unmatched = (
        overlays.overlay_of(items, {batch.kind: batch.entries}, batch.rows_month).unmatched
        if sets_flags
        else suspects.paired(items, batch.entries)[2]
    )
    for entry, why in unmatched[:MOST_NAMED]:
        places.warn(
            entry,
            "name",
            f"item_{why}",
            f"第{entry.row}行的“{entry.name or entry.key}”{reasons.unmatched_text(why)}。",
            entry.name,
            "与政务服务事项表一致的编码，或部门和名称",
        )
    if len(unmatched) > MOST_NAMED:
        places.warn(
            unmatched[MOST_NAMED][0],
            None,
            "item_more",
            f"还有{len(unmatched) - MOST_NAMED}行在本月政务服务事项表中没有对应事项，未采用。",
            "",
            "与政务服务事项表一致的编码",
        )


def _effect(
    files: list[FileRead], batch: Batch, items: Entries, rows: Entries, places: Places
) -> None:
    """Says how many items claim another thing, and of which departments the sheet has nothing."""
    partial = partial_of(batch.kind)
    effect = overlays.overlay_of(items, {batch.kind: rows}, batch.rows_month)
    count = int((effect.flags[DISAGREES] == overlays.YES).sum()) if DISAGREES in effect.flags else 0
    if count:
        _say(
            files,
            batch,
            (
                f"与部门填报不一致的有{count}项，以{partial.name}为准，"
                "确认后列入“填报与平台不一致”清单。"
            ),
        )
    for flag in partial.owns:
        unread_items = effect.flags.get(unread(flag))
        if unread_items is not None:
            count = int((unread_items == overlays.YES).sum())
            _say(
                files,
                batch,
                f"{partial.name}里有{count}项的行有误、读不出，"
                f"这些项未计入{_indicators_on(flag)}（不按部门填报算）。",
            )
    for flag in partial.owns if partial.absent is False else ():
        counted = items.mask("status", COUNTED)
        units = dict.fromkeys(np.array(items.values("unit"), object)[counted].tolist())
        covered = set(
            np.array(items.values("unit"), object)[effect.flags[flag] == overlays.YES].tolist()
        ) | set(rows.values("unit"))
        missing = [unit for unit in units if unit not in covered] if flag in effect.flags else []
        if missing:
            lost = int(np.isin(np.array(items.values("unit"), object)[counted], missing).sum())
            names = "、".join(missing[:MOST_UNITS]) + (
                f"等{len(missing)}个部门" if len(missing) > MOST_UNITS else ""
            )
            header = next(owned.header for owned in flags_of(batch.kind) if owned.key == flag)
            places.warn(
                batch.entries[0],
                None,
                "sheet_of_some_units",
                f"清单中没有{names}的任何事项，这些部门的{lost}项都按“{header}”为否计。",
                "",
                "全县的清单；只含部分部门的，请取得全部后再导入",
            )


def _indicators_on(flag: str) -> str:
    """The short names of the indicators that the flag decides on."""
    shorts = [one.short for one in INDICATORS if flag in deciding_flags(one)]
    return "、".join(shorts)


def _say(files: list[FileRead], batch: Batch, sentence: str) -> None:
    names = {file for file, _ in batch.files}
    for file in files:
        if file.file in names and sentence not in file.notes:
            file.notes.append(sentence)


def _in_force(store: Store, batches: list[Batch], kind: str, month: date) -> Entries:
    """The rows of one kind and month with the import."""
    mine = [batch for batch in batches if (batch.kind, batch.month) == (kind, month)]
    replacing = [replaces(batch) for batch in mine]
    stored = [
        entry
        for entry in store.rows.entries(kind, month)
        if not any(is_replaced(entry.unit, entry.key, entry.status) for is_replaced in replacing)
    ]
    return Entries.joined([Entries.of(stored), *(batch.entries for batch in mine)])
