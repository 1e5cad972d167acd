"""Rectification (整改): what was assigned to a unit, and what became of it, as dated events.

States, lights and rates of any day follow from the events up to that day; nothing else is kept.
"""

from govsvc.domain.rectification.clock import REVIEW_DAYS, Clock, Light
from govsvc.domain.rectification.events import (
    APPLIED,
    EVENTS,
    EXTENDED,
    LETTER,
    OF_BUREAU,
    OF_UNIT,
    ONGOING,
    PASSED,
    REBOUNDED,
    REPLIED,
    RETURNED,
    SIGNED,
    TRANSFERRED,
    VOIDED,
    Entry,
    Event,
    Step,
)
from govsvc.domain.rectification.letters import Letter, LetterKind, Matter, SentLetter
from govsvc.domain.rectification.meetings import LONGEST_NAME, OF_MEETING, Meeting
from govsvc.domain.rectification.rates import Rates, rates_of
from govsvc.domain.rectification.settings import CYCLES, Settings
from govsvc.domain.rectification.states import (
    SECOND_CALL,
    STATES,
    Standing,
    State,
    possible,
    refuse,
    standing,
)

__all__ = [
    "APPLIED",
    "CYCLES",
    "EVENTS",
    "EXTENDED",
    "LONGEST_NAME",
    "LETTER",
    "OF_BUREAU",
    "OF_MEETING",
    "OF_UNIT",
    "ONGOING",
    "PASSED",
    "REBOUNDED",
    "REPLIED",
    "RETURNED",
    "REVIEW_DAYS",
    "SIGNED",
    "STATES",
    "TRANSFERRED",
    "VOIDED",
    "Clock",
    "Entry",
    "Event",
    "Letter",
    "LetterKind",
    "Light",
    "Meeting",
    "Matter",
    "Rates",
    "SECOND_CALL",
    "SentLetter",
    "Settings",
    "Standing",
    "State",
    "Step",
    "possible",
    "rates_of",
    "refuse",
    "standing",
]
