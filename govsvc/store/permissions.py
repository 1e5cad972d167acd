"""What an account that is limited to some units may import and download."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from govsvc.assessment import item_matching
from govsvc.assessment.counting import COUNTED_KINDS, KINDS_OF_UNITS
from govsvc.domain.entries import COUNTED, LEFT_OUT, Entries
from govsvc.domain.errors import NotAllowed
from govsvc.domain.indicators import CASES, ITEMS, TARGETS, UNITS
from govsvc.domain.roster import Roster
from govsvc.security import Actor, Right, write_kinds
from govsvc.security.write_kinds import WriteKind
from govsvc.store.entry_tables import stored_entries
from govsvc.store.queries import Query, Reader
from govsvc.store.replacing import replaces
from govsvc.store.values import Batch, BatchFile


def require(actor: Actor, kind: WriteKind) -> None:
    """Raises NotAllowed where the actor lacks the right that this kind of write needs."""
    actor.require(kind.right, kind.doing)


def refuse_import(
    actor: Actor, batches: Sequence[Batch], roster: Roster | None, known: Roster
) -> None:
    """Raises NotAllowed where the actor may import, but not these batches or this change of the
    roster.

    `roster`: as it is to be; `known`: as it is.
    """
    require(actor, write_kinds.IMPORTING)
    if any(batch.kind == TARGETS for batch in batches):
        require(actor, write_kinds.IMPORTING_TARGETS)
    if any(batch.kind == UNITS for batch in batches):
        require(actor, write_kinds.IMPORTING_ROSTER)
    if not actor.is_limited:
        return
    for batch in batches:
        _refuse_batch(actor, batch, known)
    if not batches:
        raise NotAllowed.of("shared_choices", units=actor.units)
    if roster is not None and roster != known:
        raise NotAllowed.of("foreign_roster", units=actor.units)


def _refuse_batch(actor: Actor, batch: Batch, known: Roster) -> None:
    """Raises NotAllowed where the batch touches other units than a limited account's own."""
    if batch.kind not in KINDS_OF_UNITS:
        raise NotAllowed.of("kind_of_all_units", kind=batch.kind, units=actor.units)
    if batch.is_whole:
        raise NotAllowed.of("whole_month", units=actor.units)
    foreign = foreign_units(actor, batch.entries.units(), known, batch.month)
    if foreign:
        raise NotAllowed.of("foreign_rows", foreign=foreign, units=actor.units)


def foreign_units(
    actor: Actor, names: Iterable[str], roster: Roster, month: date | None
) -> list[str]:
    """The units among `names` that a limited account is not limited to.

    An account of a unit that was merged may not write for the unit's successor.
    """
    own = {known.name if (known := roster.resolve(unit)) else unit for unit in actor.units}
    present_names = roster.present_names(month)
    return [
        name for name in dict.fromkeys(names) if name and present_names.get(name, name) not in own
    ]


def is_foreign(actor: Actor, file: BatchFile, roster: Roster) -> bool:
    """Whether a stored file is, in part or as a whole, not of the units of somebody limited."""
    return file.kind not in KINDS_OF_UNITS or bool(
        foreign_units(actor, file.units, roster, file.month)
    )


def own_originals(
    actor: Actor, kept: Iterable[tuple[str, str]], files: Iterable[BatchFile], roster: Roster
) -> set[tuple[str, str]]:
    """The (name, SHA-256) of the uploaded files that somebody may download who may not download
    all.

    They are those he uploaded himself, and those with rows of his units alone; a file with faulty
    rows is not among the latter, because nobody knows whose these rows are.
    """
    stored = list(files) if actor.may(Right.UPLOAD) else []
    uploaded = {(file.file, file.sha256) for file in stored if file.who == actor.name}
    foreign = {
        (file.file, file.sha256)
        for file in stored
        if file.kind not in COUNTED_KINDS
        or not file.units
        or file.left_out_count
        or foreign_units(actor, file.units, roster, file.month)
    }
    return set(kept) & (uploaded | {(file.file, file.sha256) for file in stored} - foreign)


def refuse_foreign_items(
    actor: Actor, reader: Reader, batches: Sequence[Batch], roster: Roster
) -> None:
    """Raises NotAllowed where a limited account ends rows of another unit, or names items of other
    units in its list or in its counts of cases.
    """
    if not actor.is_limited:
        return
    for batch in batches:
        units = [*_units_ended(reader.rows, batch, roster)]
        if batch.kind in (ITEMS, CASES):
            units += _owners(actor, reader, batch, roster)
        foreign = foreign_units(actor, units, roster, batch.month)
        if foreign and batch.kind == CASES:
            raise NotAllowed.of("foreign_cases", foreign=foreign, units=actor.units)
        if foreign:
            raise NotAllowed.of("foreign_codes", foreign=foreign)
        if batch.kind == CASES and "" in batch.entries.units(but=LEFT_OUT):
            raise NotAllowed.of("rows_without_unit", units=actor.units)


def _units_ended(query: Query, batch: Batch, roster: Roster) -> Iterator[str]:
    """The units of stored rows that the batch replaces by their keys."""
    present_names, is_replaced = roster.present_names(batch.month), replaces(batch)
    key = {"kind": batch.kind, "month": batch.month}
    keys = list(set(batch.entries.values("key")))
    for unit, row_key, _, status, *_ in query("coded_rows", **key, keys=keys):
        unit = present_names.get(unit, unit)
        if is_replaced(unit, row_key, status):
            yield unit


def _owners(actor: Actor, reader: Reader, batch: Batch, roster: Roster) -> list[str]:
    """The units of the items that rows of the batch speak of, where none of them is the actor's."""
    items = _items_to_be(reader, batch.rows_month, roster)
    rows = batch.entries.where(~batch.entries.mask("status", LEFT_OUT))
    units, owners = items.values("unit"), defaultdict(set)
    item_positions, row_positions, _ = item_matching.pairs(items, rows)
    for item, row in zip(item_positions.tolist(), row_positions.tolist()):
        owners[row].add(units[item])
    return [
        unit
        for of_row in owners.values()
        if len(foreign_units(actor, of_row, roster, batch.month)) == len(of_row)
        for unit in sorted(of_row)
    ]


def _items_to_be(reader: Reader, month: date, roster: Roster) -> Entries:
    """The counted items of a month, and of units that have no rows in it yet those of the month
    before, which it opens with; where there is no such month either, of the first after.
    """
    months = [known for kind, known in reader.rows("fact_months") if kind == ITEMS]
    nearest = max((known for known in months if known < month), default=None)
    base = nearest or min(months, default=month)
    now = _counted_items(reader, month, month, roster)
    present = set(now.units()) | roster.dissolved(month)
    before = _counted_items(reader, base, month, roster) if base != month else Entries()
    return Entries.joined([now, before.where(~before.mask("unit", *present))])


def _counted_items(reader: Reader, month: date, at: date, roster: Roster) -> Entries:
    rows = stored_entries(reader, ITEMS, month, roster.present_names(at))
    return rows.where(rows.mask("status", COUNTED))
