"""`board.cards`: how the home county stands on each indicator, and against its targets."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from govsvc.board.parts.lists import Lists
from govsvc.board.parts.rows import Rows
from govsvc.board.parts.values import Values
from govsvc.board.standing import (
    Standing,
    Value,
    difference_items,
    target_in_force,
)
from govsvc.board.version_data import VersionData
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import Indicator
from govsvc.domain.rows import Target

#: months of a card's series
SERIES = 24


class Cards:
    """The cards of the overview, one `Standing` per indicator and month."""

    def __init__(self, data: VersionData, values: Values, rows: Rows, lists: Lists):
        self._data, self._values, self._rows, self._lists = data, values, rows, lists
        self._standings: dict[tuple[str, date], Standing] = {}

    def standings(self, month: date) -> list[Standing]:
        """The cards of the month, in the order of the definitions."""
        return [self.standing(indicator, month) for indicator in indicators.headline_indicators()]

    def standing(self, indicator: Indicator, month: date) -> Standing:
        """How the home county stands on `indicator` in `month`."""
        key = indicator.key, month
        if key not in self._standings:
            self._standings[key] = self._standing(indicator, month)
        return self._standings[key]

    def _standing(self, indicator: Indicator, month: date) -> Standing:
        values = self._values
        headline, own = values.headline(indicator, month), values.own(indicator, month)
        printed = values.bulletin(indicator, month)
        previous, change_pp, rules_changed = values.moved(indicator, month, headline)
        ranked, place_change = self._ranked(indicator, month)
        target = target_in_force(self._data.targets, indicator.key, month)
        reached, missing = self._against_target(headline, ranked, target)
        twin_indicator = indicators.twin_of(indicator)
        twin = values.own(twin_indicator, month) if twin_indicator else None
        series = tuple(
            (m, values.published(indicator, m, headline.source) if headline else None)
            for m in [m for m in self._data.months if m <= month][:SERIES][::-1]
        )
        return Standing(
            indicator,
            month,
            headline,
            own,
            difference_items(own, printed),
            previous,
            change_pp,
            ranked,
            place_change,
            target,
            reached,
            missing,
            twin_indicator,
            twin,
            self._twin_gap(own, twin, indicator, twin_indicator),
            self._missing_units(indicator, month),
            self._rows.left_out(indicator.kind, month) + self._rows.unread_count(indicator, month),
            series,
            rules_changed,
        )

    def _ranked(self, indicator: Indicator, month: date) -> tuple[Value | None, int | None]:
        """(value of the latest bulletin not after the month, places gained against the bulletin
        before that).
        """
        values = [
            value
            for m in self._values.bulletin_months(indicator, month)[:2]
            if (value := self._values.bulletin(indicator, m))
        ]
        if not values or values[0].rank is None:
            return (values[0] if values else None), None
        change = (
            values[1].rank.place - values[0].rank.place
            if len(values) > 1 and values[1].rank
            else None
        )
        return values[0], change

    @staticmethod
    def _against_target(
        headline: Value | None, ranked: Value | None, target: Target | None
    ) -> tuple[bool | None, int | None]:
        """(whether the target is reached, items missing to it); None where unknown."""
        if target is None:
            return None, None
        if target.value is None:
            if target.place is None or ranked is None or ranked.rank is None:
                return None, None
            return ranked.rank.place <= target.place, None
        if headline is None:
            return None, None
        return (
            rates.target_reached(
                headline.numerator, headline.denominator, headline.published, target.value
            ),
            rates.items_to_target(headline.numerator, headline.denominator, target.value),
        )

    @staticmethod
    def _twin_gap(
        own: Value | None,
        twin: Value | None,
        indicator: Indicator,
        twin_indicator: Indicator | None,
    ) -> Decimal | None:
        """Points by which the twin is lower; None unless both count the same rows."""
        if own is None or twin is None or twin_indicator is None:
            return None
        if twin_indicator.among != indicator.among:
            return None
        return rates.change_pp(own.published, twin.published)

    def _missing_units(self, indicator: Indicator, month: date) -> str:
        """The units that the missing rows belong to, in Chinese; "" where none is missing."""
        split = self._lists.missing_split(indicator, month)
        if split.empty:
            return ""
        if len(split) == 1:
            return f"均属{split['unit'].iloc[0]}"
        if len(split) == 2:
            return f"在{'和'.join(split['unit'])}"
        word = indicators.unit_word(indicator.kind)
        return (
            f"涉及3个{word}"
            if len(split) == 3
            else f"前3个{word}占{split['cumulative'].iloc[2]:.0%}"
        )

    # -- targets -------------------------------------------------------------------------

    def year_target(self, indicator: Indicator, year: int) -> Target | None:
        """The target for the whole year, to stand beside the target of a node that is in force."""
        return next(
            (
                target
                for target in self._data.targets
                if (target.indicator, target.year, target.until) == (indicator.key, year, None)
            ),
            None,
        )

    def targets_by_month(self, indicator: Indicator, months: Iterable[date]) -> dict[date, Decimal]:
        """Month → the target in force in it (that of its node, else of its year), in percent;
        without months that have none.
        """
        targets = {
            month: target_in_force(self._data.targets, indicator.key, month) for month in months
        }
        return {
            month: target.value
            for month, target in targets.items()
            if target and target.value is not None
        }
