"""The definitions found by key, and what follows from them."""

from collections.abc import Mapping
from functools import lru_cache

from govsvc.domain.indicators.definitions import FLAGS, INDICATORS, LISTS, QUANTITIES
from govsvc.domain.indicators.kinds import (
    COUNTY_LISTS,
    FEEDBACK_KINDS,
    ITEMS,
    REPRESENTATIVES,
)
from govsvc.domain.indicators.model import (
    PERCENT,
    Flag,
    Indicator,
    PartialSheet,
    ProblemList,
    Quantity,
    unread,
)
from govsvc.domain.indicators.partials import CONFIRMED, PARTIAL_KINDS, PARTIALS

#: the marks of flags that nobody could read
UNREAD_MARKS = frozenset(unread(flag.key) for flag in FLAGS)


def by_key(key: str) -> Indicator:
    """The indicator of that key.

    Raises KeyError where there is none.
    """
    for indicator in INDICATORS:
        if indicator.key == key:
            return indicator
    raise KeyError(key)


def headline_indicators() -> tuple[Indicator, ...]:
    """The indicators that have a card of their own: the province's that are not another's twin."""
    return tuple(i for i in INDICATORS if i.nominal is None and not i.is_extra)


def extra_indicators() -> tuple[Indicator, ...]:
    """The indicators beside the province's that are not another's twin."""
    return tuple(i for i in INDICATORS if i.nominal is None and i.is_extra)


def named_indicators() -> tuple[Indicator, ...]:
    """All that a bulletin, a target or a rule may name: those that are not another's twin."""
    return (*headline_indicators(), *extra_indicators())


def exempting_indicators() -> tuple[Indicator, ...]:
    """Those whose exempt rows a rule may treat otherwise: not what the answer to another question
    takes out (授权不适用).
    """
    return tuple(
        one
        for one in named_indicators()
        if one.exempt and not any(flag_by_key(key).of_column for key in one.exempt)
    )


def printed_indicators() -> tuple[Indicator, ...]:
    """Those of them whose value is a percent: what a bulletin prints, and a target names."""
    return tuple(one for one in named_indicators() if one.measure == PERCENT)


def is_extra(item: Indicator | ProblemList) -> bool:
    """Whether an indicator, or the one of a list, stands beside the province's."""
    return (item if isinstance(item, Indicator) else by_key(item.indicator)).is_extra


def twin_of(indicator: Indicator) -> Indicator | None:
    """The 核减后/规范 twin of a nominal indicator, or None."""
    return next((i for i in INDICATORS if i.nominal == indicator.key), None)


def is_deduction(item: Indicator | ProblemList) -> bool:
    """Whether it is about what is deducted from a nominal value (核减): the indicator after
    deduction, the list of the deducted rows, or a list of rows that only their cases make
    suspected.
    """
    if isinstance(item, Indicator):
        return bool(item.unless)
    return bool(item.signs) or any(item.flag in one.unless for one in INDICATORS)


def list_by_key(key: str) -> ProblemList:
    """The list of that key.

    Raises KeyError where there is none.
    """
    for problem_list in LISTS:
        if problem_list.key == key:
            return problem_list
    raise KeyError(key)


def missing_list_of(indicator: Indicator) -> ProblemList | None:
    """The list that names the rows which `indicator` counts and which are not met, or None."""
    return next(
        (
            one
            for one in LISTS
            if one.indicator == indicator.key
            and one.flag is None
            and one.mark is None
            and not one.without
        ),
        None,
    )


def problem_lists() -> tuple[ProblemList, ...]:
    """The lists of rows that are wrong, or may be."""
    return tuple(one for one in LISTS if one.is_problem)


def suspected_of(problem_list: ProblemList) -> ProblemList | None:
    """The list of the rows that are suspected to belong on `problem_list`, or None."""
    return next((one for one in LISTS if one.suspects == problem_list.key), None)


def flag_by_key(key: str) -> Flag:
    """The flag of that key. Raises KeyError where there is none."""
    for flag in FLAGS:
        if flag.key == key:
            return flag
    raise KeyError(key)


@lru_cache(maxsize=256)
def deciding_marks(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """(flag, its mark of having been unread) of each of the flags that decide."""
    return tuple((key, unread(key)) for key in sorted(deciding_flags(indicator)))


@lru_cache(maxsize=256)
def deciding_flags(indicator: Indicator) -> frozenset[str]:
    """The flags that decide whether a row counts and is met, with those that they require."""
    own = {
        *indicator.met,
        # a quantity decides where such a flag is unknown
        *(() if indicator.at_most else indicator.also_met),
        *indicator.unless,
        *indicator.among,
        *indicator.exempt,
    }
    return frozenset(own | {required for key in own for required in flag_by_key(key).requires})


@lru_cache(maxsize=64)
def answers_of(flag: Flag) -> dict[str, dict[str, bool]]:
    """Word that a template offers in the flag's column → what it says of the flag and of those
    beside it.
    """
    beside = {one.key: False for one in beside_in_column(flag)}
    yes, no = flag.answers
    degrees = {
        one.answers[0]: {flag.key: False} | beside | {one.key: True}
        for one in beside_in_column(flag)
    }
    return {yes: {flag.key: True} | beside} | degrees | {no: {flag.key: False} | beside}


@lru_cache(maxsize=256)
def kind_of_list(problem_list: ProblemList) -> str:
    """`ITEMS` or `STATIONS`: what a row of the list is."""
    return by_key(problem_list.indicator).kind


def answer_text(flag: Flag, flags: Mapping[str, bool]) -> str:
    """What stands for these flags in the column of one of them."""
    return next(
        word
        for word, says in answers_of(flag).items()
        if all(flags.get(key, False) == is_so for key, is_so in says.items())
    )


def flags_of(kind: str) -> tuple[Flag, ...]:
    """The flags of rows of `kind`, in template order; of a partial sheet those that it owns."""
    if kind in PARTIAL_KINDS:
        return told_by(partial_of(kind))
    return tuple(flag for flag in FLAGS if flag.kind == kind)


def columns_of(kind: str) -> tuple[Flag, ...]:
    """The flags of rows of `kind` that may have a column of their own, in template order."""
    return tuple(flag for flag in flags_of(kind) if not flag.of_column)


def told_by(partial: PartialSheet) -> tuple[Flag, ...]:
    """The flags that a partial sheet speaks of: those that it owns, with those that their columns
    say as well.
    """
    return tuple(f for f in FLAGS if f.key in partial.owns or f.of_column in partial.owns)


def quantities_of(kind: str) -> tuple[Quantity, ...]:
    """The quantities of rows of `kind`, in template order."""
    return tuple(one for one in QUANTITIES if one.kind == kind)


@lru_cache(maxsize=64)
def beside_in_column(flag: Flag) -> tuple[Flag, ...]:
    """The flags that the column of a flag says as well."""
    return tuple(one for one in FLAGS if one.of_column == flag.key)


def partial_of(kind: str) -> PartialSheet:
    """The partial sheet of that kind; of confirmations `CONFIRMED`.

    Raises KeyError where there is none.
    """
    for partial in (*PARTIALS, CONFIRMED):
        if partial.kind == kind:
            return partial
    raise KeyError(kind)


def owner_of(flag: str) -> PartialSheet | None:
    """The partial sheet that knows the flag better than the item list, or None."""
    return next(
        (partial for partial in PARTIALS if any(flag == one.key for one in told_by(partial))), None
    )


def twin_word(twin: Indicator) -> str:
    """What tells a twin from its nominal: 核减后, 核实后; its name where it counts other rows."""
    return twin.short.partition("（")[2].removesuffix("）") or twin.short


def row_unit(kind: str) -> str:
    """What rows of a kind are counted in, whatever an indicator adds up of them: 项, 个."""
    return next(one.unit for one in INDICATORS if one.kind == kind and not one.sums)


def unit_word(kind: str) -> str:
    """What the unit of a row is called: the department of an item, the township of a station."""
    of_departments = (
        ITEMS,
        REPRESENTATIVES,
        *COUNTY_LISTS,
        *FEEDBACK_KINDS,
        *PARTIAL_KINDS,
    )
    return "部门" if kind in of_departments else "乡镇（街道）"
