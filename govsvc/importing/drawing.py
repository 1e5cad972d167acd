"""抽样: from an uploaded list of cases to the draw of a week, and the callers' workbook of it.

Names and numbers go from the upload into the workbook and nowhere else.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from govsvc import sheets
from govsvc.domain.entries import COUNTED, Entries
from govsvc.domain.error_sentences import named
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import (
    CaseRow,
    Draw,
    DrawnCase,
    DrawSettings,
    draw_entries,
    draws_of,
    week_text,
)
from govsvc.domain.feedback.drawing import BY_APPLICANT, BY_ITEMS, drawn, population
from govsvc.domain.indicators import CALL_DRAWS, CALLS
from govsvc.domain.roster import DEPARTMENT, Roster
from govsvc.importing import entered_rows
from govsvc.importing.case_digest import digest_of
from govsvc.security.case_key import case_key
from govsvc.store import Act, Batch, Store

#: digits of a seed that the program makes
_SEED_DIGITS = 8
_FILE = "抽样"


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """A draw before it is stored. `rows`: place → the case with its name and number; `why`: why
    other cases of the list could not be drawn → how many; `unknown`: units that the roster lacks.
    """

    draw: Draw
    rows: Mapping[int, CaseRow]
    version: int
    why: Mapping[str, int]
    notes: Sequence[str] = ()
    unknown: Sequence[str] = ()
    roster: Roster | None = None


def new_seed() -> str:
    """Eight digits that nobody chose."""
    return f"{secrets.randbelow(10**_SEED_DIGITS):0{_SEED_DIGITS}d}"


def plan(
    store: Store,
    files: Sequence[tuple[str, bytes]],
    *,
    month: date,
    week: date,
    settings: DrawSettings,
    seed: str = "",
    answers: Mapping[str, str] = {},
) -> DrawPlan:
    """Draws from the cases that were decided in the week; nothing is stored. `seed`: by default a
    new one. `answers`: name of a unit that the roster lacks → the unit that it is, "" for a new
    one.

    Raises GovsvcError where a file is no list of cases, no case of the week can be drawn, or an
    answer names no unit.
    """
    rows, notes, has_types = _read(files)
    if settings.enterprise_by == BY_APPLICANT and not has_types:
        raise GovsvcError(
            "没有抽样：办件明细里没有申请人类型列，分不出涉企办件。",
            "请导出带申请人类型的明细，或在抽样设置里改为按涉企事项清单。",
            "no_applicant_type",
        )
    if settings.enterprise_by == BY_ITEMS and not settings.items:
        raise GovsvcError(
            "没有抽样：还没有涉企事项清单。", "请先在抽样设置里填写清单。", "no_enterprise_items"
        )
    roster = store.settings.roster()
    if answers:
        roster = roster.with_answers(answers, dict.fromkeys(answers, DEPARTMENT))
    rows, unknown = _with_roster_names(roster, rows, month)
    days = [week + timedelta(days=number) for number in range(7)]
    of_week = population(rows, days, settings)
    if not of_week.cases:
        why = "、".join(f"{reason}{count}件" for reason, count in of_week.why.items())
        raise GovsvcError(
            f"没有抽样：{week_text(week)}没有可抽取的涉企办件（{why}）。",
            "请核对选的是哪一周、办件明细是不是这一周的。",
            "nothing_to_draw",
        )
    seed = seed.strip() or new_seed()
    secret = case_key(store.address)
    chosen, reserve = drawn(of_week.cases, settings, seed)
    numbered = dict(enumerate([*chosen, *reserve], start=1))
    cases = [
        DrawnCase(place, digest_of(secret, row.case), row.unit, row.item, place > len(chosen))
        for place, row in numbered.items()
    ]
    draw = Draw(month, week, seed, settings.text, len(of_week.cases), cases)
    return DrawPlan(draw, numbered, store.version(), of_week.why, notes, unknown, roster)


def _read(files: Sequence[tuple[str, bytes]]) -> tuple[list[CaseRow], list[str], bool]:
    """(cases, notes, whether all lists say of what type applicants are)."""
    rows: list[CaseRow] = []
    notes: list[str] = []
    has_types = True
    for name, content in files:
        found = sheets.read_case_list(name, content)
        if found.refused:
            raise found.refused
        rows += found.rows
        notes += found.notes
        has_types &= found.has_types
    return rows, notes, has_types


def _with_roster_names(
    roster: Roster, rows: Sequence[CaseRow], month: date
) -> tuple[list[CaseRow], list[str]]:
    """The cases under the names that their units have in the roster; those that it lacks."""
    names = {row.unit: roster.named(row.unit, DEPARTMENT, month) for row in rows if row.unit}
    unknown = [unit for unit in names if roster.resolve(unit, DEPARTMENT) is None]
    return [replace(row, unit=names.get(row.unit, "")) for row in rows], unknown


def commit(store: Store, planned: DrawPlan, act: Act) -> Draw:
    """Stores the draw in place of an earlier one of the week, and counts that it was drawn again;
    gives it as it is stored.

    Raises GovsvcError where calls of its cases are stored already, NotAllowed, MonthClosed,
    StaleVersion, StoreError; nothing is stored then.
    """
    draw = planned.draw
    if planned.unknown:
        raise GovsvcError(
            f"没有保存：单位名录里没有{named(planned.unknown)}。",
            "请说明它们各是哪个单位，或是新单位。",
            "unknown_units",
        )
    before = next((one for one in stored(store, draw.month) if one.week == draw.week), None)
    if before and _called(store, before):
        raise GovsvcError(
            f"没有保存：{week_text(draw.week)}已经按第{before.time}次抽样开始回访，不能重抽。",
            "号码打不通的，用备用办件替换并写明原因。",
            "already_called",
        )
    draw = replace(
        draw,
        time=before.time + 1 if before else 1,
        who=act.who,
        at=f"{act.when:%Y-%m-%d %H:%M}",
    )
    _write(store, draw, act, planned.version, planned.roster)
    return draw


def exchange(store: Store, month: date, week: date, place: int, reason: str, act: Act) -> Draw:
    """Puts the next case that stands by in the place of a drawn one, and keeps the reason; gives
    the draw.

    Raises GovsvcError where there is no such draw, place or reason, or nothing stands by;
    NotAllowed, MonthClosed, StaleVersion, StoreError.
    """
    version = store.version()
    draw = next((one for one in stored(store, month) if one.week == week), None)
    if draw is None:
        raise GovsvcError(f"没有替换：{week_text(week)}还没有抽样。", "请先抽样。", "no_such_draw")
    changed = draw.with_replaced(place, reason)
    _write(store, changed, act, version)
    return changed


def stored(store: Store, month: date) -> list[Draw]:
    """The draws of weeks of the month, the latest week first."""
    return draws_of(store.rows.entries(CALL_DRAWS, month))


def of_draw(store: Store, draw: Draw, files: Sequence[tuple[str, bytes]]) -> dict[int, CaseRow]:
    """Place → the case with its name and number, of the cases of a stored draw that the files hold:
    the callers' workbook is made again of the same list.

    Raises GovsvcError where a file is no list of cases, or holds none of them.
    """
    secret = case_key(store.address)
    rows = {digest_of(secret, row.case): row for row in _read(files)[0] if row.case}
    found = {one.place: rows[one.case] for one in draw.cases if one.case in rows}
    if not found:
        raise GovsvcError(
            "办件明细里没有这次抽中的办件。",
            f"请上传抽样时用的那份（{week_text(draw.week)}办结的）。",
            "another_case_list",
        )
    return found


def _called(store: Store, draw: Draw) -> bool:
    """Whether a call of one of its cases is stored."""
    cases = {one.case for one in draw.cases}
    rows = store.rows.entries(CALLS, draw.month)
    return any(row.status == COUNTED and row.attributes.get("case") in cases for row in rows)


def _write(store: Store, draw: Draw, act: Act, version: int, roster: Roster | None = None) -> None:
    rows = Entries.of(draw_entries(draw))
    batch = Batch(CALL_DRAWS, draw.month, [(_FILE, "")], rows, is_changes=True)
    entered_rows.commit(store, batch, act, expected_version=version, roster=roster)
