"""Which indicators beside the province's a county shows: a setting."""

from collections.abc import Iterable, Mapping

from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import Indicator, extra_indicators

#: key of the setting: the keys of the chosen ones, parted by blanks
SETTING = "extra_indicators"
#: what it is called
SETTING_NAME = "另外显示的指标"


def chosen_extras(settings: Mapping[str, str]) -> tuple[Indicator, ...]:
    """The chosen ones, in order; of settings that do not say so the usual ones."""
    if SETTING not in settings:
        return tuple(one for one in choices() if one.is_usual)
    keys = settings[SETTING].split()
    return tuple(one for one in choices() if one.key in keys)


def choices() -> tuple[Indicator, ...]:
    """Those that can stand beside the province's: shares of rows. Ratios of sums have no rows that
    are met, and are on their own page.
    """
    return tuple(one for one in extra_indicators() if not one.sums)


def names_of(chosen: Iterable[Indicator]) -> str:
    """Their names in a sentence; 无 where there are none."""
    return "、".join(one.short for one in chosen) or "无"


def checked(keys: Iterable[str]) -> tuple[Indicator, ...]:
    """The extra indicators of these keys, in order. Raises GovsvcError where one is none."""
    wanted, known = set(keys), {one.key for one in choices()}
    for key in sorted(wanted - known):
        raise GovsvcError.of("not_a_choice", name=f"{SETTING_NAME}“{key}”")
    return tuple(one for one in choices() if one.key in wanted)
