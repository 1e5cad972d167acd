"""A call, totals of calls and a draw as stored rows have them: which attribute holds what."""

from collections.abc import Iterable
from datetime import date

from govsvc.domain.entries import COUNTED, Entry
from govsvc.domain.feedback.calls import DIMENSIONS, NOT_DIALLED, Call
from govsvc.domain.feedback.drawing import Draw, DrawnCase
from govsvc.domain.feedback.totals import TOTAL_COUNTS, CallTotals, totals_key
from govsvc.domain.feedback.weeks import week_text
from govsvc.domain.indicators import CALL_DRAWS, CALL_TOTALS

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


def totals_of(entry: Entry) -> CallTotals:
    """The totals that a stored row is."""
    said = entry.attributes
    return CallTotals(
        entry.month,
        _day(said.get("week", "")),
        entry.unit,
        {one.key: int(said[one.field]) for one in TOTAL_COUNTS if one.field in said},
        said.get("printed", ""),
        entry.file,
        entry.sheet,
        entry.row,
    )


def totals_entry(totals: CallTotals, status: str = COUNTED) -> Entry:
    """The row that keeps the totals."""
    week = totals.week.isoformat() if totals.week else ""
    counts = {one.field: totals.counts.get(one.key) for one in TOTAL_COUNTS}
    attributes = {"week": week, "printed": totals.printed} | {
        field: "" if number is None else f"{number}" for field, number in counts.items()
    }
    return Entry(
        CALL_TOTALS,
        totals.month,
        totals.unit,
        totals_key(totals.week, totals.unit),
        f"{week_text(totals.week) if totals.week else '整月'}汇总",
        {name: text for name, text in attributes.items() if text},
        {},
        status,
        totals.file,
        totals.sheet,
        totals.row,
    )


def draw_entries(draw: Draw) -> list[Entry]:
    """The rows that keep the draw, one a case."""
    week = draw.week.isoformat()
    shared = {
        "week": week,
        "seed": draw.seed,
        "drawn_by": draw.settings,
        "population": f"{draw.population}",
        "time": f"{draw.time}",
        "who": draw.who,
        "at": draw.at,
    }
    return [
        Entry(
            CALL_DRAWS,
            draw.month,
            one.unit,
            f"{week}/{one.place}",
            one.item,
            {
                name: text
                for name, text in {
                    **shared,
                    "case": one.case,
                    "is_reserve": "yes" if one.is_reserve else "",
                    "reason": one.reason,
                    "instead_of": f"{one.instead_of}" if one.instead_of else "",
                }.items()
                if text
            },
            {},
        )
        for one in draw.cases
    ]


def draws_of(entries: Iterable[Entry]) -> list[Draw]:
    """The draws that rows keep, the latest week first."""
    weeks: dict[str, list[Entry]] = {}
    for entry in entries:
        weeks.setdefault(entry.attributes["week"], []).append(entry)
    found = []
    for week, rows in sorted(weeks.items(), reverse=True):
        said = rows[0].attributes
        cases = [
            DrawnCase(
                int(row.key.partition("/")[2]),
                row.attributes["case"],
                row.unit,
                row.name,
                row.attributes.get("is_reserve") == "yes",
                row.attributes.get("reason", ""),
                int(row.attributes.get("instead_of", 0)),
            )
            for row in rows
        ]
        found.append(
            Draw(
                rows[0].month,
                date.fromisoformat(week),
                said["seed"],
                said["drawn_by"],
                int(said["population"]),
                sorted(cases, key=lambda one: one.place),
                int(said["time"]),
                said.get("who", ""),
                said.get("at", ""),
            )
        )
    return found


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
