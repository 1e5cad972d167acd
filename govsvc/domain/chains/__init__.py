"""一件事（一链式办理）: several items of several departments bundled into one application.

The list of things is a state: in a month the latest list up to it is in force. Cases are counts of
a period: one month alone, nothing is carried over.
"""

from govsvc.domain.chains.savings import (
    MEANS,
    REDUCTION,
    SAVINGS,
    SUMS,
    Change,
    Reduction,
    Saving,
    change_of,
    percent_of,
    printed_agrees,
    reduction_of,
)
from govsvc.domain.chains.stored import (
    CUMULATIVE,
    MONTH_CASES,
    ChainCases,
    cases_entry,
    cases_of,
    chain_entry,
    chain_of,
    shown,
)
from govsvc.domain.chains.things import (
    CANCELLED,
    NOT_BEGUN,
    NOT_ONLINE,
    ONLINE,
    STATES,
    TRIAL,
    UNDER_WAY,
    Chain,
    Member,
    chain_key,
    is_outside,
)

__all__ = [
    "CANCELLED",
    "CUMULATIVE",
    "MEANS",
    "MONTH_CASES",
    "NOT_BEGUN",
    "NOT_ONLINE",
    "ONLINE",
    "REDUCTION",
    "SAVINGS",
    "STATES",
    "SUMS",
    "TRIAL",
    "UNDER_WAY",
    "Chain",
    "ChainCases",
    "Change",
    "Member",
    "Reduction",
    "Saving",
    "cases_entry",
    "cases_of",
    "chain_entry",
    "chain_key",
    "chain_of",
    "change_of",
    "is_outside",
    "percent_of",
    "printed_agrees",
    "reduction_of",
    "shown",
]
