"""Partial sheets of an import against the item list that will be in force with it: rows that name no item, and where both differ."""

from datetime import date

from govsvc import claims, grounds
from govsvc.entries import COUNTED, Entries
from govsvc.history.places import Places
from govsvc.indicators import DISAGREES, ITEMS, PARTIAL_KINDS, partial_of
from govsvc.months import month_text
from govsvc.rows import FileRead
from govsvc.store import Batch, Store, replaces

#: rows named one by one
MOST_NAMED = 50


def check_claims(store: Store, files: list[FileRead], batches: list[Batch], places: Places) -> None:
    """A warning at each row of a partial sheet that names no item of its month; and how many items claim another thing, said of the file."""
    for batch in batches:
        if batch.kind in PARTIAL_KINDS and batch.entries:
            items = _in_force(store, batches, ITEMS, batch.month)
            if not items.mask("status", COUNTED).any():
                _say(files, batch, f"{month_text(batch.month)}还没有政务服务事项表，{partial_of(batch.kind).name}先存下，导入事项表后自动核对。")
                continue
            _check(files, batch, items, places)


def _check(files: list[FileRead], batch: Batch, items: Entries, places: Places) -> None:
    name = partial_of(batch.kind).name
    told = claims.tell(items, {batch.kind: batch.entries}, batch.month)
    for entry, why in told.unmatched[:MOST_NAMED]:
        places.warn(entry, "name", f"item_{why}", f"第{entry.row}行的“{entry.name or entry.key}”{grounds.unmatched_text(why)}。", entry.name,
                    "与政务服务事项表一致的编码，或部门和名称")
    if len(told.unmatched) > MOST_NAMED:
        more = len(told.unmatched) - MOST_NAMED
        places.warn(told.unmatched[MOST_NAMED][0], None, "item_more", f"还有{more}行在本月政务服务事项表中对不上，未采用。", "", "与政务服务事项表一致的编码")
    differing = told.flags.get(DISAGREES)
    count = int((differing == claims.YES).sum()) if differing is not None else 0
    if count:
        _say(files, batch, f"与部门填报不一致的有{count}项，以{name}为准，确认后列入“填报与平台不一致”清单。")


def _say(files: list[FileRead], batch: Batch, sentence: str) -> None:
    names = {file for file, _ in batch.files}
    for file in files:
        if file.file in names and sentence not in file.notes:
            file.notes.append(sentence)


def _in_force(store: Store, batches: list[Batch], kind: str, month: date) -> Entries:
    """The rows of one kind and month with the import."""
    mine = [batch for batch in batches if (batch.kind, batch.month) == (kind, month)]
    goes = [replaces(batch) for batch in mine]
    stored = [entry for entry in store.entries(kind, month) if not any(gone(entry.unit, entry.key, entry.status) for gone in goes)]
    return Entries.joined([Entries.of(stored), *(batch.entries for batch in mine)])
