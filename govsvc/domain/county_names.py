"""Names of counties: a bulletin prints 清源 where the county is 清源县."""

import re
from collections.abc import Collection, Iterable

#: what a full name ends with, the usual one first
_USUAL_ENDINGS = ("县", "市", "区", "旗")
ENDINGS = (*_USUAL_ENDINGS, "州", "盟", "管委会")
#: a name that may lack its ending
_CHINESE = re.compile("[\u4e00-\u9fff]*")
_SHORT = re.compile("[\u4e00-\u9fff]{2,6}")


def is_full(name: str) -> bool:
    """Whether the name says what it is: 清源县, 高新区."""
    return len(name) > 1 and name.endswith(ENDINGS)


def lacks_ending(name: str) -> bool:
    """Whether the name leaves out what it is: 清源."""
    return bool(_SHORT.fullmatch(name)) and not is_full(name)


def are_same(one: str, other: str) -> bool:
    """Whether two names are one county's: equal, or one is the other with its ending."""
    short, full = sorted((one, other), key=len)
    return one == other or (full[:-1] == short and full.endswith(ENDINGS))


def unspaced(text: str) -> str:
    """A name of Chinese characters without the blanks between them."""
    joined = "".join(text.split())
    return joined if _CHINESE.fullmatch(joined) else text.strip()


def full_name(text: str, known: Collection[str]) -> str:
    """The name with its ending: as it is, as one of the known has it, else with 县.

    What is no name of two to six Chinese characters stays as it is.
    """
    name = unspaced(text)
    if not lacks_ending(name):
        return name
    fuller = sorted(other for other in known if is_full(other) and are_same(other, name))
    return fuller[0] if len(fuller) == 1 else f"{name}{_USUAL_ENDINGS[0]}"


def offered(printed: Iterable[str], hints: Iterable[str]) -> list[str]:
    """The full names that the home county may have, the likeliest first: what titles hint at, then
    the counties that a bulletin prints, those without an ending as 县, then with other endings.
    """
    printed, hints = sorted(set(printed)), [*hints]
    known = [*hints, *printed]
    short = [name for name in printed if lacks_ending(name)]
    return list(
        dict.fromkeys(
            [
                *(full_name(name, printed) for name in hints),
                *(full_name(name, known) for name in printed),
                *(name + ending for name in short for ending in _USUAL_ENDINGS),
            ]
        )
    )


def put_under(name: str, before: str | None, printed: Collection[str]) -> list[str]:
    """The counties of bulletins whose values are the home county's where it is called `name`: its
    name without or with its ending; else, where no bulletin has it, the name of `before`.
    """
    same = sorted(county for county in printed if county != name and are_same(county, name))
    if same or name in printed or not before or before not in printed:
        return same
    return [before]
