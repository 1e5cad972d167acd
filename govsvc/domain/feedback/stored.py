"""A call as a stored row has it: which attribute holds what."""

from datetime import date

from govsvc.domain.entries import Entry
from govsvc.domain.feedback.calls import DIMENSIONS, NOT_DIALLED, Call

#: attributes of a stored call that are columns of a ledger, too
OVERALL, OUTCOME = "overall", "outcome"
#: dimension → its attribute, the level of its answer
DIMENSION_FIELDS = {one.key: f"asked_{one.key}" for one in DIMENSIONS}


def call_of(entry: Entry) -> Call:
    """The call that a stored row is."""
    said = entry.attributes
    return Call(
        entry.month,
        entry.unit,
        entry.name,
        said.get(OUTCOME, NOT_DIALLED),
        said.get(OVERALL, ""),
        {key: said[name] for key, name in DIMENSION_FIELDS.items() if name in said},
        said.get("text", ""),
        said.get("handling", ""),
        said.get("case", ""),
        _day(said.get("week", "")),
        _day(said.get("day", "")),
        said.get("is_own") == "yes",
        entry.key,
        entry.file,
        entry.sheet,
        entry.row,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
