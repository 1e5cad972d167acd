"""What an account that is limited to some units may import and download."""

from collections.abc import Iterable, Sequence
from datetime import date

from govsvc.assessment.counting import COUNTED_KINDS
from govsvc.domain.errors import NotAllowed
from govsvc.domain.indicators import CASES, TARGETS, UNITS
from govsvc.domain.roster import Roster
from govsvc.security import Actor, Right, write_kinds
from govsvc.security.write_kinds import WriteKind
from govsvc.store.connection import Transaction
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
    if batch.kind not in (*COUNTED_KINDS, CASES):
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
    return file.kind not in (*COUNTED_KINDS, CASES) or bool(
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


def refuse_foreign_keys(
    actor: Actor, transaction: Transaction, batches: Sequence[Batch], roster: Roster
) -> None:
    """Raises NotAllowed where changes (增减变更), which go by code, name a code of another unit."""
    if not actor.is_limited:
        return
    for batch in batches:
        if not batch.is_changes:
            continue
        keys = set(batch.entries.values("key"))
        rows = transaction.rows("row_keys", kind=batch.kind, month=batch.month)
        units = (unit for unit, key, _ in rows if key in keys)
        foreign = foreign_units(actor, units, roster, batch.month)
        if foreign:
            raise NotAllowed.of("foreign_codes", foreign=foreign)
