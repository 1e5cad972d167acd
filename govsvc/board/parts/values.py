"""`board.values`: the value of an indicator in a month, by source and county, and its changes."""

from datetime import date
from decimal import Decimal

import pandas as pd

from govsvc.board.parts.rules import RulesByMonth
from govsvc.board.standing import Value, value_of
from govsvc.board.version_data import VersionData
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import BULLETIN_SOURCE, OWN, Indicator
from govsvc.domain.months import month_before
from govsvc.domain.rates import Rank

#: a row of `Values.trend`: month, county, line, value
_TrendRow = tuple[date, str, str, Value | None]


class Values:
    """市通报 and 本县测算 of every indicator, month and county."""

    def __init__(self, data: VersionData, rules: RulesByMonth):
        self._data, self._rules = data, rules
        # what was computed once
        self._ranks: dict[tuple[str, date], dict[str, Rank | None]] = {}
        self._bulletin_months: dict[str, list[date]] = {}
        self._counties: list[str] | None = None

    def counties(self) -> list[str]:
        """Every county of any bulletin, home first, then in the order of the latest bulletin."""
        if self._counties is None:
            names: dict[str, None] = {self._data.home: None} if self._data.home else {}
            for (_, _, source), by_county in sorted(
                self._data.snapshots.items(), key=lambda item: item[0][1], reverse=True
            ):
                if source == BULLETIN_SOURCE:
                    names.update(dict.fromkeys(by_county))
            self._counties = list(names)
        return self._counties

    def counties_of(self, indicator: Indicator, month: date) -> list[str]:
        """The counties of the month's bulletin in its order, and the home county where it has a
        count of its own.
        """
        names = dict.fromkeys(self._data.by_county(indicator.key, month, BULLETIN_SOURCE))
        if self.own(indicator, month):
            names.setdefault(self._data.home_name())
        return list(names)

    def own(self, indicator: Indicator, month: date) -> Value | None:
        """本县测算 of the month."""
        return value_of(self._data.by_county(indicator.key, month, OWN).get(""))

    def bulletin(
        self, indicator: Indicator, month: date, county: str | None = None
    ) -> Value | None:
        """The month's bulletin value of a county (home unless named), with its computed rank."""
        by_county = self._data.by_county(indicator.key, month, BULLETIN_SOURCE)
        county = county or self._data.home
        if county is None:
            return None
        return value_of(by_county.get(county), self.ranks(indicator, month).get(county))

    def headline(self, indicator: Indicator, month: date) -> Value | None:
        """市通报 where one covers the month and the indicator, else 本县测算."""
        return self.bulletin(indicator, month) or self.own(indicator, month)

    def published(self, indicator: Indicator, month: date, source: str) -> Decimal | None:
        """The published value of the home county; quicker than `own` or `bulletin`, which rank all
        counties.
        """
        value = value_of(self._data.of_home(indicator.key, month, source))
        return value.published if value else None

    def ranks(self, indicator: Indicator, month: date) -> dict[str, Rank | None]:
        """County → rank in the month's bulletin, within its group."""
        key = indicator.key, month
        if key not in self._ranks:
            by_county = self._data.by_county(indicator.key, month, BULLETIN_SOURCE)
            values = {
                county: rates.published_of(s.numerator, s.denominator, s.printed)
                for county, s in by_county.items()
            }
            self._ranks[key] = rates.ranks(
                values, {county: s.group for county, s in by_county.items()}, indicator.direction
            )
        return self._ranks[key]

    def bulletin_months(self, indicator: Indicator, until: date) -> list[date]:
        """Months up to `until` whose bulletin has a value of the indicator, the latest first."""
        if indicator.key not in self._bulletin_months:
            self._bulletin_months[indicator.key] = [
                month
                for month in self._data.months
                if any(
                    value_of(snapshot)
                    for snapshot in self._data.by_county(
                        indicator.key, month, BULLETIN_SOURCE
                    ).values()
                )
            ]
        return [month for month in self._bulletin_months[indicator.key] if month <= until]

    def shrunk(self, month: date) -> dict[str, tuple[int, int]]:
        """Kind → (rows counted, rows counted in the month with data before) where they fell by more
        than 5 %.
        """
        by_kind = {}
        for kind, months in self._data.months_by_kind.items():
            earlier = [m for m in months if m < month]
            if month in months and earlier:
                now, before = self._largest(kind, month), self._largest(kind, max(earlier))
                if now * 100 < before * 95:
                    by_kind[kind] = now, before
        return by_kind

    def _largest(self, kind: str, month: date) -> int:
        """The largest denominator of the own counts of a kind."""
        values = [
            self.own(indicator, month)
            for indicator in indicators.INDICATORS
            if indicator.kind == kind
        ]
        return max((value.denominator or 0 for value in values if value), default=0)

    # -- changes -------------------------------------------------------------------------

    def moved(
        self, indicator: Indicator, month: date, headline: Value | None, before: date | None = None
    ) -> tuple[Value | None, Decimal | None, bool]:
        """(value of an earlier month in the headline's source, change in points since then, whether
        the rules changed in between); by default of the month before.
        """
        if headline is None:
            return None, None, False
        before = before or month_before(month)
        previous = {OWN: self.own, BULLETIN_SOURCE: self.bulletin}[headline.source](
            indicator, before
        )
        rules_changed = headline.source == OWN and not self._rules.are_same(
            indicator, before, month
        )
        return (
            previous,
            rates.change_pp(headline.published, previous.published)
            if previous and not rules_changed
            else None,
            rules_changed,
        )

    def change_pp(self, indicator: Indicator, month: date) -> Decimal | None:
        """The headline's change against the month before, in points; None where it is not to be
        compared.
        """
        return self.moved(indicator, month, self.headline(indicator, month))[1]

    def year_change_pp(self, indicator: Indicator, month: date) -> Decimal | None:
        """The headline's change against the same month of last year, in points; None where it is
        not to be compared.
        """
        return self.moved(
            indicator, month, self.headline(indicator, month), date(month.year - 1, month.month, 1)
        )[1]

    def why_moved(self, indicator: Indicator, month: date) -> rates.Movement | None:
        """Why the own count moved against the month before; None where either is unknown or the
        rules changed between them.
        """
        now, before = self.own(indicator, month), self.own(indicator, month_before(month))
        if (
            now is None
            or before is None
            or not self._rules.are_same(indicator, month_before(month), month)
        ):
            return None
        return rates.why_moved(before.numerator, before.denominator, now.numerator, now.denominator)

    def trend(
        self,
        indicator: Indicator,
        until: date,
        *,
        most: int | None = None,
    ) -> pd.DataFrame:
        """Columns month, county, line (headline, own, twin), published, numerator, denominator,
        source; unknown is None.

        The headline is one source: 市通报 where the home county is in any, else 本县测算. `most`:
        that many months, the latest.
        """
        months = [month for month in self._data.months if month <= until][:most][::-1]
        twin = indicators.twin_of(indicator)
        headline_source = (
            self.bulletin if any(self.bulletin(indicator, month) for month in months) else self.own
        )
        rows: list[_TrendRow] = []
        for month in months:
            lines = [
                ("headline", headline_source(indicator, month)),
                ("own", self.own(indicator, month)),
            ]
            if twin:
                lines.append(("twin", self.own(twin, month)))
            rows += [(month, self._data.home_name(), line, value) for line, value in lines]
            rows += [
                (month, county, "headline", self.bulletin(indicator, month, county))
                for county in self.counties()
                if county != self._data.home
            ]
        return pd.DataFrame(
            [
                (
                    month,
                    county,
                    line,
                    float(v.published) if v else None,
                    v and v.numerator,
                    v and v.denominator,
                    v and v.source_name,
                )
                for month, county, line, v in rows
            ],
            columns=["month", "county", "line", "published", "numerator", "denominator", "source"],
        ).astype(object)
