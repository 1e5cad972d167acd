"""The import of a 整改台账: read, plan (what is new, what is there, what is asked), commit."""

from govsvc.importing.ledger.known import Found
from govsvc.importing.ledger.plan import LedgerPlan, commit, plan
from govsvc.importing.ledger.questions import SAYABLE, Asked, meanings, not_asked

__all__ = ["SAYABLE", "Asked", "Found", "LedgerPlan", "commit", "meanings", "not_asked", "plan"]
