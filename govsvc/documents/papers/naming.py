"""Names of units where a paper has little room: few of them, long ones as one calls them."""

from collections.abc import Sequence

from govsvc.documents.papers.model import one_line
from govsvc.domain.roster import Roster
from govsvc.domain.safe_text import shortened_inside

#: characters of one name, of all names of a sentence, and of one name in a narrow cell
LONGEST, ROOM, LONGEST_CELL = 16, 30, 10


def in_short(roster: Roster, name: str, longest: int = LONGEST) -> str:
    """The name as it is; a longer one by its 简称, and where it has none without its middle."""
    text = one_line(name)
    if len(text) <= longest:
        return text
    unit = roster.resolve(name)
    called = [one for one in unit.short_names if len(one) <= longest] if unit else []
    return called[0] if called else shortened_inside(text, longest)


def fitting(names: Sequence[str], most: int, room: int = ROOM) -> list[str]:
    """The first of the names, at most so many, as long as they are no longer than the room
    together; the first in any case.
    """
    shown = list(names[:most])
    while len(shown) > 1 and sum(map(len, shown)) > room:
        shown.pop()
    return shown
