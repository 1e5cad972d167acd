"""The roster (单位名录): departments and townships by name, short name and former name, and what
became of them.

A unit keeps its identity when it is renamed: the old name stays with it. One that was merged is
followed to its successor. Stored rows keep the name they were stored by; the roster says whose they
are now, so that a change of it is taken back by another. Nothing changes a roster: each method
gives another, or refuses in a sentence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_before, month_text
from govsvc.domain.units import (
    ANSWERED,
    ANSWERS,
    COUNTY,
    DEPARTMENT,
    DUAL,
    EDITABLE,
    MANAGEMENTS,
    ROSTER_HEADERS,
    TOWNSHIP,
    UNIT_KINDS,
    VERTICAL,
    Unit,
    kind_of,
    normal,
    roster_cells,
    split_names,
    unspaced,
)

_NO_UNIT_STEP = "请核对名称，或先在“单位名录”页查看全部单位。"


class Roster:
    """Units in order of kind and name."""

    def __init__(self, units: Iterable[Unit] = ()):
        order = list(UNIT_KINDS)
        self.units = tuple(sorted(units, key=lambda unit: (order.index(unit.kind), unit.name)))

    def __eq__(self, other: object) -> bool:
        return self.units == other.units if isinstance(other, Roster) else NotImplemented

    def __getstate__(self) -> tuple[Unit, ...]:
        return self.units

    def __setstate__(self, units: tuple[Unit, ...]) -> None:
        self.units = units

    @cached_property
    def _by_name(self) -> dict[str, Unit]:
        return {unit.name: unit for unit in self.units}

    @cached_property
    def _by_spelling(self) -> dict[str, Unit]:
        units = {normal(unit.name): unit for unit in reversed(self.units)}
        # a name goes before a short name or a former one of another unit
        for unit in self.units:
            for text in (*unit.short_names, *unit.aliases):
                units.setdefault(normal(text), unit)
        return units

    # -- looking up ----------------------------------------------------------------------

    def names(self, kind: str) -> list[str]:
        return [unit.name for unit in self.units if unit.kind == kind]

    @property
    def leaders(self) -> dict[str, str]:
        """Unit → its 分管领导, "" where none is known."""
        return {unit.name: unit.leader for unit in self.units}

    def unit(self, name: str) -> Unit:
        """The unit that goes by that name. Raises GovsvcError."""
        unit = self._by_name.get(name) or self.resolve(name)
        if unit is None:
            raise GovsvcError(f"单位名录里没有“{name}”。", _NO_UNIT_STEP, "unit_unknown")
        return unit

    def resolve(self, text: str, kind: str | None = None) -> Unit | None:
        """The unit known by that name, short name or former name; None where there is none.

        A township's rows belong to a township; an item may belong to either.
        """
        unit = self._by_spelling.get(normal(text))
        return None if unit is None or kind == TOWNSHIP and unit.kind != TOWNSHIP else unit

    def named(self, text: str, kind: str, month: date) -> str:
        """The name of the unit that goes by `text` in that month: its successor where it was
        merged. `text` if unknown.
        """
        unit = self.resolve(text, kind)
        return self.successor(unit.name, month) if unit else text

    def successor(self, name: str, month: date | None = None) -> str:
        """The unit that stands for `name` after all merges, or after those up to `month`.

        Raises GovsvcError where the units go round in a circle.
        """
        seen = [name]
        while (unit := self._by_name.get(seen[-1])) and unit.merged_into:
            if month and unit.merged_from and unit.merged_from > month:
                break
            if unit.merged_into in seen:
                raise GovsvcError(
                    f"单位合并形成循环：{'→'.join([*seen, unit.merged_into])}。",
                    "请在“单位名录”里改正其中一个的并入单位。",
                    "merge_cycle",
                )
            seen.append(unit.merged_into)
        return seen[-1]

    def dissolved(self, month: date) -> set[str]:
        """Every name of the units that have ended by the month without a successor."""
        return {
            text
            for unit in self.units
            if unit.dissolved_from and unit.dissolved_from <= month
            for text in unit.spellings
        }

    def present_names(self, month: date | None = None) -> Mapping[str, str]:
        """Name in a stored row → the unit that the row belongs to now: after all merges, or after
        those up to `month`. Names that are still the unit's own are left out.
        """
        successors: dict[str, str] = {}
        for unit in self.units:
            successor = self.successor(unit.name, month)
            for text in unit.spellings:
                if text != successor and (text == unit.name or text not in self._by_name):
                    successors[text] = successor
        return successors

    # -- changing ------------------------------------------------------------------------

    def with_unit(self, unit: Unit) -> "Roster":
        """A roster with that unit added, or put in the place of the unit of the same name.

        Raises GovsvcError where it is not complete, another unit goes by one of its names, or it is
        merged in a circle.
        """
        return self.with_units([unit])

    def with_units(self, units: Iterable[Unit]) -> "Roster":
        """A roster with each of them added, or put in the place of the unit of the same name.

        Raises GovsvcError as `with_unit` does.
        """
        by_name, by_spelling = dict(self._by_name), dict(self._by_spelling)
        for given in units:
            unit = _complete(given)
            if by_name.pop(unit.name, None):
                by_spelling = dict(Roster(by_name.values())._by_spelling)
            for text in unit.spellings:
                taken = by_spelling.get(normal(text))
                if taken:
                    raise GovsvcError(
                        f"“{text}”已经是“{taken.name}”的名称、简称或曾用名。",
                        (
                            "两个单位不能用同一个名称；确是同一单位的，"
                            f"请把“{unit.name}”并入“{taken.name}”。"
                        ),
                        "unit_name_taken",
                    )
            by_name[unit.name] = unit
            by_spelling |= dict.fromkeys(map(normal, unit.spellings), unit)
            if unit.merged_into:
                roster = Roster(by_name.values())
                into = roster.unit(unit.merged_into).name
                by_name[unit.name] = replace(unit, merged_into=into)
                Roster(by_name.values()).successor(unit.name)
        return Roster(by_name.values())

    def with_cells(self, name: str, cells: Mapping[str, str]) -> "Roster":
        """A roster in which the unit has what these cells of `EDITABLE` columns say. Raises
        GovsvcError.
        """
        unit = self.unit(name)
        texts: dict[str, Any] = {
            field: (cells[header] or "").strip()
            for field, header in EDITABLE.items()
            if header in cells
        }
        if "short_names" in texts:
            texts["short_names"] = split_names(texts["short_names"])
        return self.with_unit(replace(unit, **texts))

    def renamed(self, old: str, new: str) -> "Roster":
        """A roster in which the unit goes by `new`; `old` stays a former name, so that its history
        is one.

        Raises GovsvcError.
        """
        unit, new = self.unit(old), unspaced(new)
        old = unit.name
        if new == old:
            raise GovsvcError(f"“{old}”的名称没有变。", "请填写新的名称。", "unit_same_name")
        taken = self._by_name.get(new)
        if taken:
            raise GovsvcError(
                f"已经有名为“{new}”的单位。",
                f"如果“{old}”已划归“{new}”，请用合并。",
                "unit_name_taken",
            )
        changed = replace(unit, name=new, aliases=(*unit.aliases, old))
        return Roster(
            replace(other, merged_into=new) if other.merged_into == old else other
            for other in self.units
            if other.name != old
        ).with_unit(changed)

    def merged(self, name: str, into: str, month: date) -> "Roster":
        """A roster in which `into` stands for the unit from `month` on. Raises GovsvcError."""
        unit, target = self.unit(name), self.unit(into)
        name, into = unit.name, target.name
        if name in (into, self.successor(into)):
            raise GovsvcError(
                f"不能把“{name}”并入“{into}”：绕成了一圈。",
                "请核对哪个单位并入哪个单位。",
                "merge_cycle",
            )
        if unit.kind != target.kind:
            raise GovsvcError(
                (
                    f"“{name}”是{UNIT_KINDS[unit.kind]}，“{into}”是{UNIT_KINDS[target.kind]}，"
                    "不能合并。"
                ),
                "请核对单位名称。",
                "unit_kind",
            )
        if unit.merged_into:
            raise GovsvcError(
                f"“{name}”已于{_since_text(unit)}并入“{unit.merged_into}”。",
                "不用再合并；并错了的，先取消合并。",
                "already_merged",
            )
        if target.merged_from and target.merged_from <= month:
            raise GovsvcError(
                f"“{into}”已于{_since_text(target)}并入“{target.merged_into}”。",
                f"请并入“{self.successor(into, month)}”。",
                "unit_ended",
            )
        return self.with_unit(replace(unit, merged_into=into, valid_to=month_before(month)))

    def ended(self, name: str, month: date) -> "Roster":
        """A roster in which the unit is gone from `month` on, without a successor. Raises
        GovsvcError.
        """
        unit = self.unit(name)
        if unit.merged_into:
            raise GovsvcError(
                f"“{unit.name}”已于{_since_text(unit)}并入“{unit.merged_into}”。",
                "不用撤销；并错了的，先取消合并。",
                "already_merged",
            )
        if unit.valid_from and month <= unit.valid_from:
            raise GovsvcError(
                (
                    f"“{unit.name}”从{month_text(unit.valid_from)}起才有，"
                    f"不能从{month_text(month)}起撤销。"
                ),
                "请选晚一些的月份。",
                "ended_too_early",
            )
        return self.with_unit(replace(unit, valid_to=month_before(month)))

    def restored(self, name: str) -> "Roster":
        """A roster in which a merged or ended unit goes on by itself. Raises GovsvcError."""
        unit = self.unit(name)
        if not unit.merged_into and not unit.valid_to:
            raise GovsvcError(f"“{name}”没有并入别的单位，也没有撤销。", "不用取消。", "not_merged")
        return self.with_unit(replace(unit, merged_into="", valid_to=None))

    def aliased(self, name: str, text: str) -> "Roster":
        """A roster in which `text` is another name of the unit.

        Raises GovsvcError where another unit goes by it.
        """
        unit, text = self.unit(name), unspaced(text)
        if not text:
            raise GovsvcError("别名不能为空。", "请填写表里的写法。", "unit_blank")
        return (
            self
            if self.resolve(text) == unit
            else self.with_unit(replace(unit, aliases=(*unit.aliases, text)))
        )

    def with_answers(self, answers: Mapping[str, str], kinds: Mapping[str, str]) -> "Roster":
        """A roster that knows every name of `answers` (name → unit): as another spelling of the
        unit that is answered or, where the answer is "", as a new unit of its kind in `kinds`.

        Raises GovsvcError where an answer names no unit.
        """
        roster, spelling_of = self, {normal(text): text for text in kinds}
        # the new ones first: another may be the same as one of them
        for text, name in sorted(answers.items(), key=lambda answer: bool(answer[1])):
            text = spelling_of.get(normal(text), text)
            if roster.resolve(text):
                continue
            if name:
                known = roster.resolve(name)
                if known is None:
                    raise GovsvcError(
                        f"“{text}”被说成与“{name}”相同，但单位名录里没有“{name}”。",
                        _NO_UNIT_STEP,
                        "unit_unknown",
                    )
                roster = roster.aliased(known.name, text)
            elif text in kinds:
                roster = roster.with_unit(Unit(text, kinds[text]))
        return roster

    def with_missing_units(self, names: Iterable[tuple[str, str, date | None]]) -> "Roster":
        """A roster with the units of (name, kind, month) that it lacks; a unit that begins after a
        month in which it has rows begins in that month instead.
        """
        units = dict(self._by_name)
        for name, kind, month in names:
            unit = units.get(name)
            if unit is None:
                units[name] = Unit(name, kind, valid_from=month)
            elif month and unit.valid_from and month < unit.valid_from:
                units[name] = replace(unit, valid_from=month)
        return Roster(units.values())


def _complete(unit: Unit) -> Unit:
    """The unit with its names cleaned. Raises GovsvcError where something is missing."""
    name = unspaced(unit.name)
    if not name:
        raise GovsvcError("单位名称不能为空。", "请填写单位的全称。", "unit_blank")
    if unit.kind not in UNIT_KINDS:
        raise GovsvcError(
            f"“{unit.name}”的类别应为{'或'.join(UNIT_KINDS.values())}。",
            "请改正后重试。",
            "unit_kind",
        )
    if unit.management and unit.management not in MANAGEMENTS:
        raise GovsvcError(
            f"“{unit.name}”的管理体制“{unit.management}”不是{'、'.join(MANAGEMENTS)}中的一个。",
            "请改正后重试。",
            "unit_management",
        )
    for field in ANSWERED:
        if getattr(unit, field) not in ("", *ANSWERS):
            raise GovsvcError(
                f"“{unit.name}”的{EDITABLE[field]}“{getattr(unit, field)}”不是是或否。",
                "请填 是 或 否；不清楚的留空。",
                "unit_answer",
            )
    return replace(
        unit,
        name=name,
        short_names=_cleaned(unit.short_names, name),
        aliases=_cleaned(unit.aliases, name),
    )


def _cleaned(texts: Sequence[str], name: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            text for text in map(unspaced, texts) if text and normal(text) != normal(name)
        )
    )


def _since_text(unit: Unit) -> str:
    return month_text(unit.merged_from) if unit.merged_from else "以前"


__all__ = [
    "COUNTY",
    "DEPARTMENT",
    "DUAL",
    "EDITABLE",
    "MANAGEMENTS",
    "ROSTER_HEADERS",
    "Roster",
    "TOWNSHIP",
    "UNIT_KINDS",
    "Unit",
    "VERTICAL",
    "kind_of",
    "normal",
    "roster_cells",
    "split_names",
]
