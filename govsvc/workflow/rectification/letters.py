"""Letters to units, made of entries of the 整改台账: 交办单, 提醒函, 督办单."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from govsvc.domain.rectification import (
    STATES,
    Letter,
    LetterKind,
    Light,
    Matter,
    Settings,
    Standing,
)
from govsvc.domain.workdays import WorkCalendar
from govsvc.workflow.rectification.ledger import Ledger


def answer_day(calendar: WorkCalendar, day: date, settings: Settings) -> date:
    """Until when a unit answers a letter of that day in writing."""
    return calendar.after(day, settings.reply_days)


def able(kind: LetterKind, standings: Iterable[Standing]) -> list[Standing]:
    """Those of the entries that such a letter may be about."""
    return [one for one in standings if kind.takes(one)]


def drafts(
    ledger: Ledger,
    kind: LetterKind,
    standings: Sequence[Standing],
    leads: Mapping[str, str],
    reply_by: date | None = None,
) -> list[Letter]:
    """The letters about these entries, by unit, without numbers; entries that such a letter may not
    be about are left out. A 交办单 or 督办单 is one a unit or one a matter, as the setting says; a
    提醒函 is always one a unit.

    `leads`: unit → who leads it. `reply_by`: until when the unit answers in writing; a 交办单 asks
    for no answer beside its deadlines.
    """
    settings, by_unit = ledger.settings, defaultdict(list)
    for one in able(kind, standings):
        by_unit[one.unit].append(one)
    parts: list[tuple[str, list[Standing]]] = []
    for unit in sorted(by_unit):
        those = sorted(by_unit[unit], key=lambda one: (one.deadline or date.max, one.entry.number))
        is_single = settings.per_matter and kind != LetterKind.REMINDER
        parts += [(unit, [one]) for one in those] if is_single else [(unit, those)]
    return [
        Letter(
            kind,
            unit,
            ledger.clock.day,
            tuple(_matter(ledger, one, leads) for one in those),
            None if kind == LetterKind.ASSIGNMENT else reply_by,
            settings.yellow,
            settings.stops,
            settings.office,
            settings.prefix,
            settings.contact,
            settings.phone,
            settings.is_sealed,
        )
        for unit, those in parts
    ]


def _matter(ledger: Ledger, one: Standing, leads: Mapping[str, str]) -> Matter:
    """The entry as a letter says of it; who leads the unit is that of the unit that has it now."""
    entry, light, left = one.entry, ledger.clock.light(one), ledger.clock.words(one)
    return Matter(
        entry.number,
        entry.matter,
        entry.problem,
        entry.assigned_on,
        one.deadline,
        "" if left == STATES[one.state] else left,
        light == Light.RED,
        light == Light.YELLOW,
        entry.measure,
        entry.person,
        entry.lead if one.unit == entry.unit and entry.lead else leads.get(one.unit, ""),
        entry.partners,
        entry.source,
        entry.document,
        entry.cycle,
    )


def seen_of(standings: Iterable[Standing]) -> dict[int, int]:
    """Entry → its last step, as whoever writes a letter has seen it."""
    return {one.entry.number: one.last for one in standings}


def gaps(letters: Sequence[Letter]) -> list[str]:
    """What the letters lack and is left open in them, in words."""
    if not letters:
        return []
    first = letters[0]
    lacking = [
        name
        for name, text in (
            ("署名单位", first.office),
            ("联系人", first.contact),
            ("联系电话", first.phone),
        )
        if not text
    ]
    without = sorted({letter.unit for letter in letters if not _lead(letter)})
    if without and first.kind != LetterKind.REMINDER:
        more = f"等{len(without)}个单位" if len(without) > 3 else ""
        lacking.append(f"{'、'.join(without[:3])}{more}的分管领导")
    return lacking


def _lead(letter: Letter) -> str:
    return next((matter.lead for matter in letter.matters if matter.lead), "")
