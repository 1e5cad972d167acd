"""Many combinations of one kind judged by the rules of one month: what differs in nothing that is
asked is judged once.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from govsvc.assessment import counting
from govsvc.domain.indicators import Rules

#: what `counting.judge` gives, and what a row adds to numerator and denominator
Judged = tuple[dict[str, bool], list[str], dict[str, tuple[int, int]]]
_MOST = 50_000


class Judging:
    """Rows that differ only in the type of item, or in how a time limit is written, count alike."""

    def __init__(self, kind: str, rules: Rules):
        self._kind, self._rules = kind, rules
        self._known: dict[tuple[Any, ...], Judged] = {}
        self._asked = lru_cache(maxsize=_MOST)(self._asked_of)

    def of(
        self,
        status: str,
        attributes: Mapping[str, str],
        flags: dict[str, bool],
        overlaid: dict[str, bool] | None = None,
    ) -> Judged:
        """What one combination counts for (`counting.judge`), and `counting.amounts` of it. What
        is given is not to be changed.
        """
        asked = self._asked(tuple(attributes.items()))
        key = status, asked, tuple(flags.items()), tuple((overlaid or {}).items())
        judged = self._known.get(key)
        if judged is None:
            met, lists = counting.judge(
                self._kind, status, attributes, flags, self._rules, overlaid
            )
            judged = met, lists, counting.amounts(attributes, met, self._rules)
            self._known[key] = judged
        return judged

    def _asked_of(self, attributes: tuple[tuple[str, str], ...]) -> tuple[Any, ...]:
        """What is asked of the attributes: level, whether the type counts, and the quantities."""
        texts = dict(attributes)
        item_type = texts.get("item_type")
        is_of_type = item_type is None or item_type in self._rules.types_in_scope
        numbers = counting.numbers_of(texts, self._rules)
        return texts.get("level"), is_of_type, tuple(numbers.items())
