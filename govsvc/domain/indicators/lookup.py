"""The definitions found by key, and what follows from them."""

from functools import lru_cache

from govsvc.domain.indicators.definitions import FLAGS, INDICATORS, LISTS
from govsvc.domain.indicators.kinds import FEEDBACK_KINDS, ITEMS
from govsvc.domain.indicators.model import Flag, Indicator, PartialSheet, ProblemList
from govsvc.domain.indicators.partials import CONFIRMED, PARTIAL_KINDS, PARTIALS


def by_key(key: str) -> Indicator:
    """The indicator of that key.

    Raises KeyError where there is none.
    """
    for indicator in INDICATORS:
        if indicator.key == key:
            return indicator
    raise KeyError(key)


def headline_indicators() -> tuple[Indicator, ...]:
    """The indicators that have a card of their own: those that are not another's twin."""
    return tuple(i for i in INDICATORS if i.nominal is None)


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
        (x for x in LISTS if x.indicator == indicator.key and x.flag is None and x.mark is None),
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


@lru_cache(maxsize=64)
def deciding_flags(indicator: Indicator) -> frozenset[str]:
    """The flags that decide whether a row counts and is met, with those that they require."""
    own = {*indicator.met, *indicator.unless, *indicator.among, *indicator.exempt}
    return frozenset(own | {required for key in own for required in flag_by_key(key).requires})


def kind_of_list(problem_list: ProblemList) -> str:
    """`ITEMS` or `STATIONS`: what a row of the list is."""
    return by_key(problem_list.indicator).kind


def flags_of(kind: str) -> tuple[Flag, ...]:
    """The flags of rows of `kind`, in template order; of a partial sheet those that it owns."""
    owned = partial_of(kind).owns if kind in PARTIAL_KINDS else None
    return tuple(
        flag for flag in FLAGS if (flag.kind == kind if owned is None else flag.key in owned)
    )


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
    return next((partial for partial in PARTIALS if flag in partial.owns), None)


def unit_word(kind: str) -> str:
    """What the unit of a row is called: the department of an item, the township of a station."""
    return "部门" if kind in (ITEMS, *FEEDBACK_KINDS, *PARTIAL_KINDS) else "乡镇（街道）"
