"""One row of an imported 整改台账, as it was read."""

from dataclasses import dataclass
from datetime import date

from govsvc.domain.rectification.states import State


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a matter is to be done: a `day`, or so many `workdays` after its assignment, where
    `is_at_once` as many as a person says; none of them for what is 长期坚持.

    `wording`: what the ledger has in place of a day, "" where it has one.
    """

    day: date | None = None
    workdays: int | None = None
    is_at_once: bool = False
    wording: str = ""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One matter. `row`: from 1. `unit`: who leads, as the ledger writes it; `partners`: others, as
    one text. `state`: None where the ledger says nothing. `returns`, `extensions`, `rebounds`:
    how often. The rest is as in `Entry` and its events; "" and None where it is blank.
    """

    sheet: str
    row: int
    unit: str
    matter: str
    problem: str
    due: Due
    assigned_on: date
    state: State | None = None
    code: str = ""
    partners: str = ""
    lead: str = ""
    person: str = ""
    measure: str = ""
    goal: str = ""
    source: str = ""
    document: str = ""
    cycle: str = ""
    progress: str = ""
    signed_on: date | None = None
    applied_on: date | None = None
    closed_on: date | None = None
    moved_to: date | None = None
    reviewer: str = ""
    review: str = ""
    evidence: str = ""
    note: str = ""
    returns: int = 0
    extensions: int = 0
    rebounds: int = 0
