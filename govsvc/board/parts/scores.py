"""`board.scores`: 得分, 丢分 and 综合 of the city's bulletins."""

from datetime import date

import pandas as pd

from govsvc.board.parts.rankings import ranks_by_month
from govsvc.board.scores import Scores, overall, scores
from govsvc.board.version_data import VersionData
from govsvc.domain import indicators
from govsvc.domain.indicators import BULLETIN_SOURCE
from govsvc.domain.rows import OVERALL


class ScoreTables:
    """What the bulletins print of scores and 综合排名."""

    def __init__(self, data: VersionData):
        self._data = data

    def months(self, until: date) -> list[date]:
        """Months up to `until` whose bulletin has 得分, 综合得分 or 综合排名 of the home county,
        the latest first.
        """
        return [month for month in self._data.months if month <= until and self._has_any(month)]

    def _has_any(self, month: date) -> bool:
        for key in (OVERALL, *(one.key for one in indicators.headline_indicators())):
            snapshot = self._data.of_home(key, month, BULLETIN_SOURCE)
            if snapshot and (
                snapshot.score is not None or key == OVERALL and snapshot.printed_rank
            ):
                return True
        return False

    def latest(self, month: date) -> Scores | None:
        """The latest bulletin not after `month` that has 得分, 综合得分 or 综合排名, else None."""
        months = self.months(month)
        if not months:
            return None
        of_overall = [
            self._data.by_county(OVERALL, scored, BULLETIN_SOURCE) for scored in months[:2]
        ]
        by_indicator = [
            (indicator, self._data.by_county(indicator.key, months[0], BULLETIN_SOURCE))
            for indicator in indicators.headline_indicators()
        ]
        return scores(
            self._data.home,
            months[0],
            by_indicator,
            overall(self._data.home, of_overall[0], of_overall[1] if len(months) > 1 else {}),
        )

    def overall_history(self, until: date, most: int = 12) -> pd.DataFrame:
        """综合 ranks in the last `most` bulletins, in the columns of `ranks_by_month`."""
        by_month = {
            month: overall(
                self._data.home, self._data.by_county(OVERALL, month, BULLETIN_SOURCE), {}
            )
            for month in self.months(until)[:most]
        }
        return ranks_by_month(
            {
                month: {row.county: (row.place, row.is_tied, row.group) for row in rows}
                for month, rows in by_month.items()
                if rows
            },
            self._data.home_name(),
        )
