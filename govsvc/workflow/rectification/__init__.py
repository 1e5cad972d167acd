"""Rectification (整改): from rows of a list to entries of the 整改台账, and the ledger on a day."""

from govsvc.domain.rectification import CYCLES
from govsvc.workflow.rectification.assigning import (
    CALL_SOURCE,
    CHAIN_SOURCE,
    RATING_SOURCE,
    Terms,
    of_bad_ratings,
    of_calls,
    of_links,
    of_problems,
    typed,
)
from govsvc.workflow.rectification.ledger import Ledger, UnitLine
from govsvc.workflow.rectification.letters import able, answer_day, drafts, gaps, seen_of
from govsvc.workflow.rectification.meetings import MeetingLine

__all__ = [
    "CALL_SOURCE",
    "CHAIN_SOURCE",
    "CYCLES",
    "RATING_SOURCE",
    "Ledger",
    "MeetingLine",
    "Terms",
    "UnitLine",
    "able",
    "answer_day",
    "drafts",
    "gaps",
    "of_bad_ratings",
    "of_calls",
    "of_links",
    "of_problems",
    "seen_of",
    "typed",
]
