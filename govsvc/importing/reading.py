"""The files of an import read, each once, under the names that its units go by."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as Collection
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from govsvc import sheets
from govsvc.domain import county_names
from govsvc.domain.entries import Entries, Entry
from govsvc.domain.indicators import BULLETIN, INDICATORS, ITEMS, UNITS, Rules, unit_word
from govsvc.domain.mappings import Choices
from govsvc.domain.roster import Roster, kind_of
from govsvc.domain.rows import FileRead
from govsvc.importing import call_cases, rating_cases, saved_mappings
from govsvc.importing.validation import unknown_units
from govsvc.store import RETURNED, Store
from govsvc.store.units import key_of


@dataclass(slots=True)
class Reading:
    """The files as they were read.

    `contents`: name → bytes, files of an archive by themselves. `already`: names of files that are
    stored and are not stored again. `roster`: with what roster sheets among the files say, and the
    answers to unknown names.
    """

    files: list[FileRead]
    contents: dict[str, bytes]
    already: set[str]
    roster: Roster


def read(
    store: Store,
    files: Sequence[tuple[str, bytes]],
    *,
    home: str | None,
    month: date | Mapping[str, date] | None,
    choices: Choices,
    on_progress: Callable[[str, int, int], None] | None,
    unit: str,
) -> Reading:
    """Reads (name, bytes) files, an archive as its files; the arguments are those of
    `pipeline.plan`.

    Raises GovsvcError where an answer to an unknown name is no unit.
    """
    unpacked = sheets.unpack(files)
    already = _already(store, unpacked.files)
    roster = store.settings.roster()
    known_answers = unknown_units.with_known_answers(roster, choices.units, home)
    results, columns = sheets.read_one_by_one(
        unpacked,
        home,
        month,
        _reading_rules(store),
        already,
        replace(choices.over(store.settings.remembered()), roster=known_answers),
        on_progress,
        unit,
    )
    call_cases.hash_cases(store, results)
    rating_cases.hash_cases(store, results)
    _full_counties(store, results, home)
    # the same content is stored again where it is read otherwise than before
    already -= {
        file.file
        for file in results
        if file.file in already
        and (saved_mappings.is_corrected(file, choices) or _is_handed_in_again(store, file))
    }
    stored_now = [file for file in results if file.file not in already]
    roster = unknown_units.first_departments(roster, _department_rows(stored_now))
    roster, refusals = unknown_units.with_answers(roster, stored_now, choices.units, home)
    is_renamed = sum(_rename_units(file, roster) for file in results) > 0
    # a file that is not stored again takes no part in the checks across files
    sheets.check_together(results, columns, already, is_renamed)
    for file in results:
        file.refused = file.refused or refusals.get(file.file)
    return Reading(results, dict(unpacked.files), already, roster)


def _department_rows(files: Sequence[FileRead]) -> Counter[str]:
    """Department → rows of the files."""
    rows: Counter[str] = Counter()
    for file in files:
        for (kind, _), entries in file.entries.by_kind_and_month().items():
            if unit_word(kind) == unit_word(ITEMS):
                rows.update({unit: count for unit, count in entries.units().items() if unit})
    return rows


def _full_counties(store: Store, files: Sequence[FileRead], home: str | None) -> None:
    """Puts a bulletin's 云溪 under 云溪县, the home county or one of earlier bulletins; a note says
    so.
    """
    known = {snapshot.county for snapshot in store.counts.snapshots() if snapshot.county}
    known |= {home} if home else set()
    for file in files:
        names = {row.county for row in file.reported}
        full = {name: county for name in names if (county := _full_county(name, known, names))}
        file.reported = [
            replace(row, county=full.get(row.county, row.county)) for row in file.reported
        ]
        file.notes += [f"“{name}”按“{county}”读取。" for name, county in sorted(full.items())]


def _full_county(name: str, known: Collection[str], beside: Collection[str]) -> str | None:
    """The one known county that is the name with or without its ending."""
    if name in known:
        return None
    same = {county for county in known - set(beside) if county_names.are_same(county, name)}
    return same.pop() if len(same) == 1 else None


def _rename_units(file: FileRead, roster: Roster) -> bool:
    """Puts the rows under the names that the roster has for their units, with a note where a unit
    was merged; gives whether any unit goes by another name.

    The file was read before the roster sheets that came with it were known.
    """
    names: dict[tuple[str, date, str], str] = {}
    for (kind, month), rows in file.entries.by_kind_and_month().items():
        for text in filter(None, rows.units()):
            unit = roster.resolve(text, kind_of(kind))
            name = roster.named(text, kind_of(kind), month)
            if unit is None or name == text:
                continue
            names[kind, month, text] = name
            if unit.name != name:
                note = f"“{text}”已并入“{name}”，按“{name}”读取。"
                for sheet in file.sheets:
                    if (sheet.kind, sheet.month) == (kind, month) and note not in sheet.notes:
                        sheet.notes.append(note)
    if not names:
        return False
    file.entries = _with_units_renamed(file.entries, names)
    return True


def _with_units_renamed(entries: Entries, names: Mapping[tuple[str, date, str], str]) -> Entries:
    """The rows with other units; `names`: (kind, month, unit) → its other name."""
    of_row = zip(*(entries.values(column) for column in ("kind", "month", "unit")))
    is_renamed = np.array([key in names for key in of_row], bool)
    renamed = Entries.of(
        _renamed(entry, names[entry.kind, entry.month, entry.unit])
        for entry in entries.where(is_renamed)
    )
    return entries.replaced(is_renamed, renamed)


def _renamed(entry: Entry, unit: str) -> Entry:
    return replace(entry, unit=unit, key=key_of(entry.key, entry.unit, unit))


def _reading_rules(store: Store) -> Rules:
    """Rules that read all that any version of the rules counts: what is in scope by one of them is
    read in full, and a level that one of them counts is known. Whether a row counts is decided by
    the rules of its month.
    """
    versions = [
        Rules(),
        *(version.rules for version in store.settings.rule_versions()),
    ]
    types = dict.fromkeys(word for rules in versions for word in rules.types_in_scope)
    counted = {i.key: [rules.levels.get(i.key, i.levels) for rules in versions] for i in INDICATORS}
    levels = {
        key: ()
        if () in counted_levels
        else tuple(dict.fromkeys(word for names in counted_levels for word in names))
        for key, counted_levels in counted.items()
    }
    return Rules(tuple(types), levels=levels)


def digest(content: bytes) -> str:
    """SHA-256 of a file, as batches note it."""
    return hashlib.sha256(content).hexdigest()


def _already(store: Store, files: Sequence[tuple[str, bytes]]) -> set[str]:
    """Names of files whose content was imported before and whose batch is still the latest of its
    kind and month.
    """
    stored = [
        batch for batch in store.records.batches() if not store.undoing.is_undone(batch.version)
    ]
    latest = {(batch.kind, batch.month): batch.batch_id for batch in reversed(stored)}
    known = set()
    for name, content in files:
        sha256 = digest(content)
        same = [batch for batch in stored if batch.sha256 == sha256]
        # the roster may have been changed on its page since
        if same and all(
            batch.batch_id == latest[batch.kind, batch.month] and batch.kind != UNITS
            for batch in same
        ):
            known.add(name)
    return known


def _is_handed_in_again(store: Store, file: FileRead) -> bool:
    """Whether a file that was imported before is to be stored again: for another month, or for a
    unit whose report was returned.
    """
    stored = {
        (batch.kind, batch.month)
        for batch in store.records.batches()
        if batch.sha256 == file.sha256
    }
    here = file.entries.by_kind_and_month()
    if any(
        kind_and_month not in stored
        for kind_and_month in (*here, *((BULLETIN, row.month) for row in file.reported))
    ):
        return True
    returned = {
        (kind, month, submission.unit)
        for kind, month in here
        for submission in store.months.submissions(month)
        if (submission.kind, submission.state) == (kind, RETURNED)
    }
    return any(
        (kind, month, unit) in returned
        for (kind, month), entries in here.items()
        for unit in entries.units()
    )
