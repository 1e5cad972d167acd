"""Units of an import that the roster lacks: asked once, remembered, never made silently."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from govsvc.domain import department_parts, departments
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import BULLETIN, ITEMS, unit_word
from govsvc.domain.roster import DEPARTMENT, UNIT_KINDS, Roster, Unit, kind_of
from govsvc.domain.rows import FileRead
from govsvc.sheets.cells import place_names
from govsvc.sheets.cells.nearest import Names, Near
from govsvc.store import Batch


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """A name that no unit goes by.

    `kind`: of unit. `rows`: how many have it. `near`: the known name that comes nearest; of what is
    usually a part of a department (`is_part`) that department, though the roster may lack it.
    """

    text: str
    kind: str
    word: str
    rows: int
    near: Near | None
    is_part: bool = False


def with_known_answers(
    roster: Roster, answers: Mapping[str, str], home: str | None = None
) -> Roster:
    """The roster with each answered name that is the same as one of its units; the other answers
    wait for what the files hold.
    """
    for text, name in _without_county(answers, home).items():
        unit = roster.resolve(name) if name else None
        if text and unit and roster.resolve(text) is None:
            roster = roster.aliased(unit.name, text)
    return roster


def with_answers(
    roster: Roster, files: Sequence[FileRead], answers: Mapping[str, str], home: str | None = None
) -> tuple[Roster, dict[str, GovsvcError]]:
    """(the roster with what the files' roster sheets say and the answers given to unknown names,
    file → why its sheet cannot be taken).

    Raises GovsvcError where an answer names no unit.
    """
    refused: dict[str, GovsvcError] = {}
    for file in files:
        try:
            roster = _with_units(roster, file.units)
        except GovsvcError as error:
            refused[file.file] = error
    if answers:
        kinds = {
            text: kind_of(kind, text)
            for file in files
            for (kind, _), rows in file.entries.by_kind_and_month().items()
            for text in rows.units()
            if text
        }
        answers = _without_county(answers, home)
        roster = _with_departments_of_parts(roster, answers).with_answers(answers, kinds)
    return roster, refused


def _with_departments_of_parts(roster: Roster, answers: Mapping[str, str]) -> Roster:
    """With each usual department that the roster lacks and a part of it was answered to be of."""
    for text, name in answers.items():
        usual = departments.spellings_of(name)
        if usual and department_parts.department_of(text) in usual and not roster.resolve(name):
            roster = roster.with_unit(Unit(name, DEPARTMENT))
    return roster


def _with_units(roster: Roster, units: Sequence[Unit]) -> Roster:
    """Raises GovsvcError where one of the units cannot be taken."""
    # a unit may be merged into one further down the sheet
    return roster.with_units(
        [
            *(replace(unit, merged_into="") for unit in units),
            *(unit for unit in units if unit.merged_into),
        ]
    )


def _without_county(answers: Mapping[str, str], home: str | None) -> dict[str, str]:
    """The answers with the home county's name taken off both names."""
    return {
        place_names.township(text, [home]): place_names.township(name, [home])
        for text, name in answers.items()
    }


def unknown(roster: Roster, batches: Sequence[Batch]) -> list[UnknownUnit]:
    """The names of the batches that the roster lacks; of a kind of unit of which it has none yet
    only those of parts of departments.
    """
    row_counts: dict[tuple[str, str], int] = Counter()
    words: dict[tuple[str, str], str] = {}
    for batch in batches:
        counts = batch.entries.units()
        for text in (text for text in batch.units if batch.kind != BULLETIN):
            kind = kind_of(batch.kind, text)
            is_asked = roster.names(kind) or department_parts.is_part(text)
            if is_asked and roster.resolve(text, kind) is None:
                row_counts[text, kind] += counts[text]
                words.setdefault((text, kind), unit_word(batch.kind))
    return _asked(roster, row_counts, words)


def unknown_names(roster: Roster, counts: Mapping[str, int]) -> list[UnknownUnit]:
    """The names of departments and townships that the roster lacks, where it has any; `counts`:
    name → rows.
    """
    unknown = {
        (text, kind_of(ITEMS, text)): rows
        for text, rows in counts.items()
        if roster.units and roster.resolve(text) is None
    }
    return _asked(roster, unknown, {asked: UNIT_KINDS[asked[1]] for asked in unknown})


def _asked(
    roster: Roster,
    row_counts: Mapping[tuple[str, str], int],
    words: Mapping[tuple[str, str], str],
) -> list[UnknownUnit]:
    """(name, kind of unit) → rows, and → what such a unit is called, as questions."""
    known = {
        kind: Names(text for unit in roster.units if unit.kind == kind for text in unit.spellings)
        for _, kind in row_counts
    }
    return [
        UnknownUnit(
            text,
            kind,
            words[text, kind],
            rows,
            _usual(roster, text) or _named(roster, known[kind].nearest(text)),
            kind == DEPARTMENT and department_parts.is_part(text),
        )
        for (text, kind), rows in sorted(row_counts.items())
    ]


def _usual(roster: Roster, text: str) -> Near | None:
    """The known department that usually goes by that name, or that has such a part."""
    parent = department_parts.department_of(text)
    for name in (*departments.spellings_of(text), *departments.spellings_of(parent)):
        unit = roster.resolve(name, DEPARTMENT)
        if unit and unit.kind == DEPARTMENT:
            return Near(unit.name, is_full=True)
    return Near(parent, is_full=True) if parent else None


def first_departments(roster: Roster, row_counts: Mapping[str, int]) -> Roster:
    """The departments of a first import, where some go by several names: each by its longest name,
    with the others as aliases. What looks like a part of a department is left to be asked.

    The roster as it is where it has departments, or each goes by one name.
    """
    texts = [text for text in row_counts if kind_of(ITEMS, text) == DEPARTMENT]
    parts = {text for text in texts if department_parts.is_part(text)}
    groups = departments.by_department(set(texts) - parts)
    is_plain = not parts and all(len(group) == 1 for group in groups)
    if roster.names(DEPARTMENT) or is_plain:
        return roster
    return roster.with_units(
        Unit(name, DEPARTMENT, aliases=tuple(others)) for name, *others in groups
    )


def _named(roster: Roster, near: Near | None) -> Near | None:
    """The unit that goes by the nearest spelling."""
    unit = roster.resolve(near.name) if near else None
    return Near(unit.name, near.is_full) if near and unit else None


def unknown_text(units: Sequence[UnknownUnit]) -> str:
    """What is asked, for the command line."""
    return str(_refusal(units))


def refuse_unknown(units: Sequence[UnknownUnit]) -> None:
    """Raises GovsvcError where there are names that nobody has answered for."""
    if units:
        raise _refusal(units)


def _guess_text(unit: UnknownUnit) -> str:
    if unit.is_part:
        return f"，像是{f'“{unit.near.name}”' if unit.near else '某个部门'}的内设或下属机构"
    return f"，最接近“{unit.near.name}”" if unit.near else ""


def _refusal(units: Sequence[UnknownUnit]) -> GovsvcError:
    named = "、".join(
        f"“{unit.text}”（{unit.word}，{unit.rows}行{_guess_text(unit)}）" for unit in units
    )
    return GovsvcError(
        f"单位名录里没有{named}，未保存。",
        (
            "请逐个说明：属于或等同于名录中某个单位，还是新单位（命令行用 --same "
            "表中写法=单位名称，或 --new-unit 单位名称）。"
        ),
        "unit_unknown",
    )
