"""`board.rankings`: the counties of a bulletin by rank, and ranks over the months."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from govsvc.board.parts.values import Values
from govsvc.board.rankings import Ranking, RankingRow, before_overtaken, overtakes, threats
from govsvc.board.standing import Value, value_of
from govsvc.board.version_data import VersionData
from govsvc.domain.indicators import BULLETIN_SOURCE, Indicator
from govsvc.domain.months import months_between


class Rankings:
    """位次 of every county by the city's bulletins."""

    def __init__(self, data: VersionData, values: Values):
        self._data, self._values = data, values

    def latest(self, indicator: Indicator, month: date) -> Ranking | None:
        """The table of the latest bulletin not after `month`; None where there is none."""
        months = self._values.bulletin_months(indicator, month)
        if not months:
            return None
        rows = self._rows(indicator, months)
        basis = self._basis(indicator, months[0])
        return Ranking(
            indicator,
            months[0],
            tuple(rows),
            basis,
            overtakes(rows, basis),
            before_overtaken(rows, basis),
            threats(rows),
        )

    def _rows(self, indicator: Indicator, months: list[date]) -> list[RankingRow]:
        """The counties by group and rank, those that did not report last.

        `months`: those of the bulletin and, where there is one, of the bulletin before.
        """
        ranks = self._values.ranks(indicator, months[0])
        earlier = self._values.ranks(indicator, months[1]) if len(months) > 1 else {}
        rows = []
        for county, snapshot in self._data.by_county(
            indicator.key, months[0], BULLETIN_SOURCE
        ).items():
            rank, before = ranks.get(county), earlier.get(county)
            rows.append(
                RankingRow(
                    county,
                    county == self._data.home,
                    value_of(snapshot, rank),
                    rank,
                    before.place - rank.place if rank and before else None,
                    snapshot.printed_rank,
                    snapshot.group,
                    snapshot.score,
                )
            )
        reported = [row for row in rows if row.value]
        reported.sort(key=lambda row: (row.group or "", row.rank.place if row.rank else 0))
        return reported + [row for row in rows if not row.value]

    def _basis(self, indicator: Indicator, month: date) -> Value | None:
        """The home county's value from which items to an overtaking are computed: 市通报 where that
        prints a denominator, else 本县测算.
        """
        values = self._values.bulletin(indicator, month), self._values.own(indicator, month)
        return next((value for value in values if value and value.denominator), None)

    def rivals(self, indicator: Indicator, month: date) -> list[str]:
        """The counties worth comparing with: the first, the next ahead and the next behind in the
        latest bulletin.
        """
        ranking = self.latest(indicator, month)
        if ranking is None:
            return []
        reported = [row for row in ranking.rows if row.value]
        home = next((n for n, row in enumerate(reported) if row.is_home), None)
        near = [] if home is None else [n for n in (home - 1, home + 1) if 0 <= n < len(reported)]
        return list(dict.fromkeys(reported[n].county for n in (0, *near) if n != home and reported))

    def history(self, indicator: Indicator, until: date, most: int = 12) -> pd.DataFrame:
        """Ranks in the last `most` bulletins, in the columns of `ranks_by_month`."""
        return ranks_by_month(
            {
                month: {
                    county: (
                        (rank.place, rank.is_tied, rank.group) if rank else (None, False, None)
                    )
                    for county, rank in self._values.ranks(indicator, month).items()
                }
                for month in self._values.bulletin_months(indicator, until)[:most]
            },
            self._data.home_name(),
        )


def ranks_by_month(
    by_month: Mapping[date, Mapping[str, tuple[int | None, bool, str | None]]], home: str
) -> pd.DataFrame:
    """Columns month, county, place (None: not ranked), is_tied, group, oldest first, made of month
    → county → (place, whether it is tied, its group).

    A month in between that has no bulletin is one row of the home county without a place.
    """
    rows = [
        (month, county, place, is_tied, group)
        for month in (months_between(min(by_month), max(by_month)) if by_month else ())
        for county, (place, is_tied, group) in by_month.get(
            month, {home: (None, False, None)}
        ).items()
    ]
    return pd.DataFrame(
        rows, columns=["month", "county", "place", "is_tied", "group"], dtype=object
    )
