"""The tables of meetings and of what they decided."""

from collections.abc import Mapping, Sequence

from govsvc.domain.errors import GovsvcError
from govsvc.domain.rectification import Entry, Meeting
from govsvc.store.engine import Transaction
from govsvc.store.queries import Query


def meetings(query: Query) -> list[Meeting]:
    """All meetings, the latest held first."""
    return [Meeting(*row) for row in query("read_meetings")]


def found(known: Sequence[Meeting], number: int) -> Meeting:
    """The meeting of that number among them. Raises GovsvcError."""
    for one in known:
        if one.number == number:
            return one
    raise GovsvcError.of("no_such_meeting", number=number)


def of_entries(query: Query) -> Mapping[int, int]:
    """Number of an entry that a meeting decided → number of the meeting."""
    return dict(query("read_meeting_matters"))


def titles(query: Query) -> Mapping[int, str]:
    """Number of an entry that a meeting decided → how the meeting is called now."""
    decided = of_entries(query)
    if not decided:
        return {}
    by_number = {one.number: one.title for one in meetings(query)}
    return {entry: by_number[number] for entry, number in decided.items() if number in by_number}


def new_among(
    transaction: Transaction, meeting: Meeting, entries: Sequence[Entry], stored: Sequence[Entry]
) -> tuple[list[Entry], list[Entry]]:
    """(entries that the meeting has not decided yet, those that it has: the same matter of the same
    unit, or twice among them). `stored`: entries that are in force.
    """
    decided = of_entries(transaction.rows)
    seen = {
        (one.unit, one.matter)
        for one in stored
        if meeting.number and decided.get(one.number) == meeting.number
    }
    new: list[Entry] = []
    again: list[Entry] = []
    for entry in entries:
        (again if (entry.unit, entry.matter) in seen else new).append(entry)
        seen.add((entry.unit, entry.matter))
    return new, again
