"""The rules (口径) that hold in each month."""

from collections.abc import Callable
from datetime import date

from govsvc.domain.indicators import Rules
from govsvc.domain.month_states import CLOSED
from govsvc.store.queries import Query

#: month → the rules that hold in it
RulesOf = Callable[[date], Rules]


def rules_of(query: Query) -> RulesOf:
    """The rules of each month: of a closed one those of its last edition, else the version that
    holds then.
    """
    closed = {row[0] for row in query("read_month_states") if row[1] == CLOSED}
    editions = {
        month: rules for month, _, _, _, rules, *_ in query("read_editions") if month in closed
    }
    parsed: dict[str, Rules] = {}
    versions = [
        (from_month, Rules.of(rules)) for _, _, from_month, rules, *_ in query("read_rule_versions")
    ]

    def of(month: date) -> Rules:
        if month in editions:
            text = editions[month]
            if text not in parsed:
                parsed[text] = Rules.of(text)
            return parsed[text]
        return next(
            (rules for from_month, rules in reversed(versions) if from_month <= month), Rules()
        )

    return of
