"""One data version as the pages see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate

import pandas as pd

from govsvc.assessment import counting, overlays, problems, reasons, suspects
from govsvc.assessment.counting import MERGED_INTO
from govsvc.assessment.problems import Index, Problem, Streak
from govsvc.board.rankings import Ranking, RankingRow, before_overtaken, overtakes, threats
from govsvc.board.scores import Scores, overall, scores
from govsvc.board.standing import Standing, Value, difference_items, target_in_force, value_of
from govsvc.board.value_history import Books
from govsvc.domain import indicators, rates
from govsvc.domain.indicators import (
    BULLETIN_SOURCE,
    CASES,
    DISMISSALS,
    ITEMS,
    OWN,
    Indicator,
    ProblemList,
    Rules,
)
from govsvc.domain.months import month_before, months_between
from govsvc.domain.rates import Rank
from govsvc.domain.roster import Roster
from govsvc.domain.rows import LEFT_OUT, OUT_OF_SCOPE, OVERALL, Entries, Entry, ListRow, Target
from govsvc.store import CLOSED, BatchFile, Edition, MonthState, RuleVersion, SeenRow, Store
from govsvc.workflow import collecting
from govsvc.workflow.collecting import Progress

#: months of a card's series
SERIES = 24


class Board:
    """Reads the small tables of `store` once.

    `version` is the data version it shows; `as_of` the one that it is read at, None for the
    present.

    `books`: what every data version holds, read by the caller for many boards.
    """

    def __init__(self, store: Store, books: Books | None = None):
        books = books or Books(store)
        self._store = store = store.pinned(books.store)
        self.as_of = store.as_of
        self.version = self.as_of or store.version()
        self.home = store.home()
        self.is_demonstration = store.is_demonstration()
        self._targets = store.targets()
        self._books, self._at, self._batches = books, books.at(self.version), books.files
        self._fact_months = store.months_by_kind()
        self._village_lists = self._fact_months.get(indicators.VILLAGES, [])
        self._rules, self._rule_versions = store.rules_of(), store.rule_versions()
        self._months = sorted({month for _, month, _ in self._at}, reverse=True)
        # what was asked for once
        self._progress: dict[date, Progress] = {}
        self._standings: dict[tuple[str, date, bool], Standing] = {}
        self._ranks: dict[tuple[str, date], dict[str, Rank | None]] = {}
        self._bulletins: dict[str, list[date]] = {}
        self._counties: list[str] | None = None
        self._counts_of_lists: dict[date, dict[str, dict[str, int]]] = {}
        self._statuses: dict[date, dict[tuple[str, str], int]] = {}
        self._unit_counts: dict[date, dict[tuple[str, str], tuple[int, int]]] = {}
        self._lists: dict[str, Mapping[date, Index]] = {}
        self._streaks: dict[tuple[str, date], list[Streak]] = {}
        self._splits: dict[tuple[str | None, date], pd.DataFrame] = {}
        self._combinations_of: dict[tuple[str, date], list[tuple]] = {}

    @property
    def imported_at(self) -> datetime | None:
        """When the latest file was imported."""
        return max((b.imported_at for b in self._batches), default=None)

    # -- months and values ---------------------------------------------------------------

    def months(self) -> list[date]:
        """Months with any value, the latest first."""
        return self._months

    def home_name(self) -> str:
        """The home county's name; 本县 until it is known."""
        return self.home or "本县"

    def counties(self) -> list[str]:
        """Every county of any bulletin, home first, then in the order of the latest bulletin."""
        if self._counties is None:
            found: dict[str, None] = {self.home: None} if self.home else {}
            for (_, _, source), by_county in sorted(
                self._at.items(), key=lambda item: item[0][1], reverse=True
            ):
                if source == BULLETIN_SOURCE:
                    found.update(dict.fromkeys(by_county))
            self._counties = list(found)
        return self._counties

    def counties_of(self, indicator: Indicator, month: date) -> list[str]:
        """The counties of the month's bulletin in its order, and the home county where it has a
        count of its own.
        """
        found = dict.fromkeys(self._at.get((indicator.key, month, BULLETIN_SOURCE), {}))
        if self.own(indicator, month):
            found.setdefault(self.home_name())
        return list(found)

    def has_own(self, kind: str, month: date) -> bool:
        """Whether rows of `kind` are stored for the month."""
        return month in self._fact_months.get(kind, ())

    def has_village_list(self, month: date) -> bool:
        """Whether a village list is in force in the month."""
        return any(found <= month for found in self._village_lists)

    def own(self, indicator: Indicator, month: date) -> Value | None:
        """本县测算 of the month."""
        return value_of(self._at.get((indicator.key, month, OWN), {}).get(""))

    def bulletin(
        self, indicator: Indicator, month: date, county: str | None = None
    ) -> Value | None:
        """What the month's bulletin says of a county (home unless named), with its computed rank."""
        by_county = self._at.get((indicator.key, month, BULLETIN_SOURCE), {})
        county = county or self.home
        return value_of(by_county.get(county), self.ranks(indicator, month).get(county))

    def headline(self, indicator: Indicator, month: date) -> Value | None:
        """市通报 where one covers the month and the indicator, else 本县测算."""
        return self.bulletin(indicator, month) or self.own(indicator, month)

    def ranks(self, indicator: Indicator, month: date) -> dict[str, Rank | None]:
        """County → rank in the month's bulletin, within its group."""
        at = indicator.key, month
        if at not in self._ranks:
            by_county = self._at.get((*at, BULLETIN_SOURCE), {})
            values = {
                county: rates.published_of(s.numerator, s.denominator, s.printed)
                for county, s in by_county.items()
            }
            self._ranks[at] = rates.ranks(
                values, {county: s.group for county, s in by_county.items()}, indicator.direction
            )
        return self._ranks[at]

    def bulletin_months(self, indicator: Indicator, until: date) -> list[date]:
        """Months up to `until` whose bulletin has a value of the indicator, the latest first."""
        if indicator.key not in self._bulletins:
            self._bulletins[indicator.key] = [
                month
                for month in self._months
                if any(
                    value_of(s)
                    for s in self._at.get((indicator.key, month, BULLETIN_SOURCE), {}).values()
                )
            ]
        return [month for month in self._bulletins[indicator.key] if month <= until]

    def shrunk(self, month: date) -> dict[str, tuple[int, int]]:
        """Kind → (rows counted, rows counted in the month with data before) where they fell by more
        than 5 %.
        """
        found = {}
        for kind, months in self._fact_months.items():
            earlier = [m for m in months if m < month]
            if month in months and earlier:
                now, before = self._largest(kind, month), self._largest(kind, max(earlier))
                if now * 100 < before * 95:
                    found[kind] = now, before
        return found

    def _largest(self, kind: str, month: date) -> int:
        """The largest denominator of the own counts of a kind."""
        values = [
            self.own(indicator, month)
            for indicator in indicators.INDICATORS
            if indicator.kind == kind
        ]
        return max((value.denominator for value in values if value), default=0)

    def scored_months(self, until: date) -> list[date]:
        """Months up to `until` whose bulletin has 得分, 综合得分 or 综合排名 of the home county,
        the latest first.
        """
        return [
            month
            for month in self._months
            if month <= until
            and any(
                (found := self._at.get((key, month, BULLETIN_SOURCE), {}).get(self.home))
                and (found.score is not None or key == OVERALL and found.printed_rank)
                for key in (
                    OVERALL,
                    *(indicator.key for indicator in indicators.headline_indicators()),
                )
            )
        ]

    def scores(self, month: date) -> Scores | None:
        """得分, 丢分 and 综合 of the latest bulletin not after `month` that has them, else None."""
        months = self.scored_months(month)
        if not months:
            return None
        of_overall = [self._at.get((OVERALL, found, BULLETIN_SOURCE), {}) for found in months[:2]]
        by_indicator = [
            (indicator, self._at.get((indicator.key, months[0], BULLETIN_SOURCE), {}))
            for indicator in indicators.headline_indicators()
        ]
        return scores(
            self.home,
            months[0],
            by_indicator,
            overall(self.home, of_overall[0], of_overall[1] if len(months) > 1 else {}),
        )

    def overall_history(self, until: date, most: int = 12) -> pd.DataFrame:
        """综合 places: columns as of `rank_history`."""
        found = {
            month: overall(self.home, self._at.get((OVERALL, month, BULLETIN_SOURCE), {}), {})
            for month in self.scored_months(until)[:most]
        }
        return self._places(
            {
                month: {row.county: (row.place, row.is_tied) for row in rows}
                for month, rows in found.items()
                if rows
            }
        )

    def left_out(self, kind: str, month: date) -> int:
        """Rows of the month that have an error and are not counted."""
        if month not in self._statuses:
            self._statuses[month] = {
                (kind, status): count for kind, _, status, count in self._store.status_counts(month)
            }
        return self._statuses[month].get((kind, LEFT_OUT), 0)

    def _listed(self, problem_list: ProblemList, month: date) -> dict[str, int]:
        """Unit → rows on the list."""
        if month not in self._counts_of_lists:
            found = self._counts_of_lists[month] = {}
            for list_key, _, unit, count in self._store.list_counts(month):
                found.setdefault(list_key, {})[unit] = count
        return self._counts_of_lists[month].get(problem_list.key, {})

    def unit_counts(self, month: date) -> dict[tuple[str, str], tuple[int, int]]:
        """(indicator key, unit) → (rows met, rows counted) of the month."""
        if month not in self._unit_counts:
            self._unit_counts[month] = {
                (key, unit): (met, counted)
                for key, unit, met, counted in self._store.unit_counts(month)
            }
        return self._unit_counts[month]

    def own_months(self, kinds: Iterable[str], until: date) -> list[date]:
        """The months up to `until` with rows of any of the kinds, ascending."""
        return sorted(
            {month for kind in kinds for month in self._fact_months.get(kind, ()) if month <= until}
        )

    def roster(self) -> Roster:
        """Departments and townships."""
        return self._store.roster()

    def progress(self, month: date) -> Progress:
        """Who has handed in for the month."""
        if month not in self._progress:
            self._progress[month] = collecting.progress(self._store, month)
        return self._progress[month]

    def editions(self, month: date) -> Sequence[Edition]:
        """The closings of the month, the first first."""
        return collecting.editions(self._store, month)

    def published_version(self, month: date, edition: int | None = None) -> int | None:
        """The data version at which the month is read; None while it is open."""
        return collecting.published_version(self._store, month, edition)

    def edition(self, month: date) -> str:
        """Which state of the month is shown, for a download: 已定稿第1版, or 采集中 with who has
        handed in.
        """
        if self.is_closed(month):
            return f"已定稿第{self.month_state(month).edition}版"
        found = self.progress(month)
        return "；".join(
            ["，".join(filter(None, [found.state_name, found.text])), f"数据第{self.version}版"]
        )

    # -- cards ---------------------------------------------------------------------------

    def standing(
        self, indicator: Indicator, month: date, *, show_effective: bool = True
    ) -> Standing:
        """How the home county stands on `indicator` in `month`; without the twin that is 核减后
        where `show_effective` is false.
        """
        at = indicator.key, month, show_effective
        if at not in self._standings:
            self._standings[at] = self._standing(indicator, month, show_effective)
        return self._standings[at]

    def _standing(self, indicator: Indicator, month: date, show_effective: bool) -> Standing:
        headline, own = self.headline(indicator, month), self.own(indicator, month)
        printed = self.bulletin(indicator, month)
        previous, change_pp, rules_changed = self._moved(indicator, month, headline)
        ranked, place_change = self._ranked(indicator, month)
        target = target_in_force(self._targets, indicator.key, month)
        reached, missing = self._against_target(headline, ranked, target)
        twin_indicator = self.twin_of(indicator, show_effective=show_effective)
        twin = self.own(twin_indicator, month) if twin_indicator else None
        series = tuple(
            (m, self._published(indicator, m, headline.source) if headline else None)
            for m in [m for m in self._months if m <= month][:SERIES][::-1]
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
            self._whose(indicator, month),
            self.left_out(indicator.kind, month),
            series,
            rules_changed,
        )

    def _published(self, indicator: Indicator, month: date, source: str) -> Decimal | None:
        """The home county's value alone, without the ranks of all counties."""
        value = value_of(
            self._at.get((indicator.key, month, source), {}).get("" if source == OWN else self.home)
        )
        return value and value.published

    def year_target(self, indicator: Indicator, year: int) -> Target | None:
        """The target for the whole year, which stands beside that of the node in force."""
        return next(
            (
                found
                for found in self._targets
                if (found.indicator, found.year, found.until) == (indicator.key, year, None)
            ),
            None,
        )

    def targets_by_month(self, indicator: Indicator, months: Iterable[date]) -> dict[date, Decimal]:
        """Month → the target in force in it (that of its node, else of its year), in percent;
        without months that have none.
        """
        found = {month: target_in_force(self._targets, indicator.key, month) for month in months}
        return {
            month: target.value
            for month, target in found.items()
            if target and target.value is not None
        }

    def year_change_pp(self, indicator: Indicator, month: date) -> Decimal | None:
        """The headline's change against the same month of last year, in points; None where it is
        not to be compared.
        """
        return self._moved(
            indicator, month, self.headline(indicator, month), date(month.year - 1, month.month, 1)
        )[1]

    def _moved(
        self, indicator: Indicator, month: date, headline: Value | None, before: date | None = None
    ) -> tuple[Value | None, Decimal | None, bool]:
        """(value of an earlier month in the headline's source, change in points, whether the rules
        changed between them); the month before by default.
        """
        if headline is None:
            return None, None, False
        before = before or month_before(month)
        previous = {OWN: self.own, BULLETIN_SOURCE: self.bulletin}[headline.source](
            indicator, before
        )
        rules_changed = headline.source == OWN and not self._same_rules(indicator, before, month)
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
        return self._moved(indicator, month, self.headline(indicator, month))[1]

    @staticmethod
    def twin_of(indicator: Indicator, *, show_effective: bool = True) -> Indicator | None:
        """The twin that is shown beside the indicator, or None."""
        twin = indicators.twin_of(indicator)
        return twin if twin and (show_effective or not indicators.is_deduction(twin)) else None

    def standings(self, month: date, *, show_effective: bool = True) -> list[Standing]:
        """The cards of the month, in the order of the definitions."""
        return [
            self.standing(indicator, month, show_effective=show_effective)
            for indicator in indicators.headline_indicators()
        ]

    def _ranked(self, indicator: Indicator, month: date) -> tuple[Value | None, int | None]:
        found = [
            value
            for m in self.bulletin_months(indicator, month)[:2]
            if (value := self.bulletin(indicator, m))
        ]
        if not found or found[0].rank is None:
            return (found[0] if found else None), None
        change = (
            found[1].rank.place - found[0].rank.place if len(found) > 1 and found[1].rank else None
        )
        return found[0], change

    @staticmethod
    def _against_target(
        headline: Value | None, ranked: Value | None, target: Target | None
    ) -> tuple[bool | None, int | None]:
        if target is None:
            return None, None
        if target.value is None:
            return (ranked.rank.place <= target.place if ranked and ranked.rank else None), None
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
        # only a twin that counts the same rows can be said to be lower by so many points
        if own is None or twin is None or twin_indicator.among != indicator.among:
            return None
        return rates.change_pp(own.published, twin.published)

    def _whose(self, indicator: Indicator, month: date) -> str:
        split = self.split(indicator, month)
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

    def split(self, indicator: Indicator, month: date) -> pd.DataFrame:
        """Rows missing by unit, most first: columns unit, missing, cumulative (share of 1)."""
        problem_list = indicators.missing_list_of(indicator)
        return self.list_split(problem_list, month)

    def list_split(self, problem_list: ProblemList | None, month: date) -> pd.DataFrame:
        """Rows on the list by unit, most first: columns as of `split`."""
        at = problem_list and problem_list.key, month
        if at not in self._splits:
            counts = self._listed(problem_list, month) if problem_list else {}
            ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            total = sum(counts.values())
            shares = [so_far / total for so_far in accumulate(count for _, count in ordered)]
            self._splits[at] = pd.DataFrame(
                [(*found, share) for found, share in zip(ordered, shares)],
                columns=["unit", "missing", "cumulative"],
            )
        return self._splits[at]

    # -- series --------------------------------------------------------------------------

    def trend(
        self,
        indicator: Indicator,
        until: date,
        *,
        most: int | None = None,
        show_effective: bool = True,
    ) -> pd.DataFrame:
        """Columns month, county, line (headline, own, twin), published, numerator, denominator,
        source; unknown is None.

        The headline is one book: 市通报 where the home county is in any, else 本县测算. `most`:
        that many months, the latest.
        """
        months = [month for month in self.months() if month <= until][:most][::-1]
        twin = self.twin_of(indicator, show_effective=show_effective)
        book = (
            self.bulletin if any(self.bulletin(indicator, month) for month in months) else self.own
        )
        rows = []
        for month in months:
            lines = [("headline", book(indicator, month)), ("own", self.own(indicator, month))]
            if twin:
                lines.append(("twin", self.own(twin, month)))
            rows += [(month, self.home_name(), line, value) for line, value in lines]
            rows += [
                (month, county, "headline", self.bulletin(indicator, month, county))
                for county in self.counties()
                if county != self.home
            ]
        return pd.DataFrame(
            [
                (
                    month,
                    county,
                    line,
                    v and float(v.published),
                    v and v.numerator,
                    v and v.denominator,
                    v and v.source_name,
                )
                for month, county, line, v in rows
            ],
            columns=["month", "county", "line", "published", "numerator", "denominator", "source"],
        ).astype(object)

    def _same_rules(self, indicator: Indicator, before: date, month: date) -> bool:
        """Whether both months count the indicator alike."""
        return self._rules(before).of_indicator(indicator) == self._rules(month).of_indicator(
            indicator
        )

    def rule_breaks(self, indicator: Indicator, until: date) -> list[tuple[date, str]]:
        """(month, name of the rules) of each month up to `until` that counts the indicator by other
        rules than the month with data before.
        """
        months = [month for month in sorted(self.months()) if month <= until]
        return [
            (month, self.rules_name(month))
            for before, month in zip(months, months[1:])
            if not self._same_rules(indicator, before, month)
        ]

    def rules_name(self, month: date) -> str:
        """The name of the rules that the month is counted by: those of a closed month may have no
        version any more.
        """
        rules, version = self.rules(month)
        if version and version.rules == rules:
            return version.name
        return "默认口径" if rules == Rules() else "定稿时的口径"

    def rules(self, month: date) -> tuple[Rules, RuleVersion | None]:
        """The rules that the month is counted by, and the version they are of; None for the default
        ones.
        """
        found = [version for version in self._rule_versions if version.from_month <= month]
        return self._rules(month), found[-1] if found else None

    def exempt_count(self, indicator: Indicator, month: date) -> int:
        """Rows of the month that are exempt from the indicator, whatever its rules make of them."""
        return counting.exempt_count(
            indicator, self._combinations(indicator.kind, month), self._rules(month)
        )

    def _combinations(self, kind: str, month: date) -> list[tuple]:
        """As of the store."""
        if (kind, month) not in self._combinations_of:
            self._combinations_of[kind, month] = self._store.combinations(kind, month)
        return self._combinations_of[kind, month]

    def files(self, kind: str, month: date) -> list[BatchFile]:
        """The files that brought the month's rows or values of a kind up to this data version, the
        latest first; without those taken back.
        """
        undone = self._store.undone()
        return [
            found
            for found in self._batches
            if (found.kind, found.month) == (kind, month)
            and found.version <= self.version
            and found.version not in undone
        ]

    def why_moved(self, indicator: Indicator, month: date) -> rates.Movement | None:
        """Why the own count moved against the month before; None where either is unknown or the
        rules changed between them.
        """
        now, before = self.own(indicator, month), self.own(indicator, month_before(month))
        if (
            now is None
            or before is None
            or not self._same_rules(indicator, month_before(month), month)
        ):
            return None
        return rates.why_moved(before.numerator, before.denominator, now.numerator, now.denominator)

    # -- ranking -------------------------------------------------------------------------

    def ranking(self, indicator: Indicator, month: date) -> Ranking | None:
        """The table of the latest bulletin not after `month`; None where there is none."""
        months = self.bulletin_months(indicator, month)
        if not months:
            return None
        at = months[0]
        ranks = self.ranks(indicator, at)
        earlier = self.ranks(indicator, months[1]) if len(months) > 1 else {}
        rows = []
        for county, snapshot in self._at[indicator.key, at, BULLETIN_SOURCE].items():
            rank, before = ranks.get(county), earlier.get(county)
            rows.append(
                RankingRow(
                    county,
                    county == self.home,
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
        rows = reported + [row for row in rows if not row.value]
        basis = next(
            (
                v
                for v in (self.bulletin(indicator, at), self.own(indicator, at))
                if v and v.denominator
            ),
            None,
        )
        return Ranking(
            indicator,
            at,
            tuple(rows),
            basis,
            overtakes(rows, basis),
            before_overtaken(rows, basis),
            threats(rows),
        )

    def rivals(self, indicator: Indicator, month: date) -> list[str]:
        """The counties worth comparing with: the first, the next ahead and the next behind in the
        latest bulletin.
        """
        found = self.ranking(indicator, month)
        if found is None:
            return []
        reported = [row for row in found.rows if row.value]
        at = next((n for n, row in enumerate(reported) if row.is_home), None)
        near = [] if at is None else [n for n in (at - 1, at + 1) if 0 <= n < len(reported)]
        return list(dict.fromkeys(reported[n].county for n in (0, *near) if n != at and reported))

    def rank_history(self, indicator: Indicator, until: date, most: int = 12) -> pd.DataFrame:
        """Columns month, county, place (None: not ranked), is_tied of the last `most` bulletins,
        oldest first.

        A month between them that has no bulletin is one row of the home county without a place.
        """
        months = self.bulletin_months(indicator, until)[:most]
        return self._places(
            {
                month: {
                    county: (rank and rank.place, bool(rank and rank.is_tied))
                    for county, rank in self.ranks(indicator, month).items()
                }
                for month in months
            }
        )

    def _places(
        self, by_month: Mapping[date, Mapping[str, tuple[int | None, bool]]]
    ) -> pd.DataFrame:
        rows = [
            (month, county, place, is_tied)
            for month in (months_between(min(by_month), max(by_month)) if by_month else ())
            for county, (place, is_tied) in by_month.get(
                month, {self.home_name(): (None, False)}
            ).items()
        ]
        return pd.DataFrame(rows, columns=["month", "county", "place", "is_tied"], dtype=object)

    # -- lists ---------------------------------------------------------------------------

    def list_count(self, problem_list: ProblemList, month: date) -> int | None:
        """Rows on the list; None where the month has no rows of its kind."""
        if not self.has_own(indicators.kind_of_list(problem_list), month):
            return None
        return sum(self._listed(problem_list, month).values())

    def list_change(self, problem_list: ProblemList, month: date) -> int | None:
        """Rows more (or fewer) than the month with data before; None where there is none, or it is
        counted by other rules.
        """
        now = self.list_count(problem_list, month)
        earlier = [
            m for m in self._fact_months.get(indicators.kind_of_list(problem_list), ()) if m < month
        ]
        if (
            now is None
            or not earlier
            or not self._same_rules(indicators.by_key(problem_list.indicator), max(earlier), month)
        ):
            return None
        return now - self.list_count(problem_list, max(earlier))

    def listed_together(self, lists: Sequence[ProblemList], month: date) -> int:
        """Rows of the month that are on all of these lists of one kind."""
        kind, rules, keys = (
            indicators.kind_of_list(lists[0]),
            self._rules(month),
            {found.key for found in lists},
        )
        return sum(
            rows
            for status, attributes, flags, told, rows in self._combinations(kind, month)
            if keys <= set(counting.judge(kind, status, attributes, flags, rules, told)[1])
        )

    def listed_anywhere(self, lists: Sequence[ProblemList], month: date) -> int:
        """Rows of the month that are on any of these lists of one kind, each once."""
        counts = [self.list_count(found, month) or 0 for found in lists]
        if sum(map(bool, counts)) < 2:
            return sum(counts)
        kind, rules, keys = (
            indicators.kind_of_list(lists[0]),
            self._rules(month),
            {found.key for found in lists},
        )
        return sum(
            rows
            for status, attributes, flags, told, rows in self._combinations(kind, month)
            if keys & set(counting.judge(kind, status, attributes, flags, rules, told)[1])
        )

    def list_units(self, kind: str, month: date) -> dict[ProblemList, dict[str, int]]:
        """Each list of rows of that kind → unit → rows on it."""
        return {
            found: self._listed(found, month)
            for found in indicators.problem_lists()
            if indicators.kind_of_list(found) == kind
        }

    def row_history(self, problem_list: ProblemList, row: ListRow, until: date) -> list[SeenRow]:
        """The stored rows that have the name or key of `row`, in all months up to `until`."""
        return self._store.row_history(problem_list.key, problem_list.indicator, row, until)

    def is_closed(self, month: date) -> bool:
        """Whether the month is closed (已定稿)."""
        state = self.month_state(month)
        return state is not None and state.state == CLOSED

    def month_state(self, month: date) -> MonthState | None:
        """None where the month was never opened, reviewed or closed."""
        return self._store.month_states().get(month)

    def unmatched(self, month: date) -> list[tuple[Entry, str]]:
        """Rows of the month's partial sheets that name no item, or several, with why."""
        sheets = self._store.partials(month)
        items = Entries.of(self._store.entries(ITEMS, month))
        found = overlays.tell(items, sheets, month).unmatched if sheets else []
        return [*found, *suspects.paired(items, self._store.cases(month))[2]]

    def problem_rows(
        self, problem_list: ProblemList, month: date, *, with_gone: bool = True
    ) -> tuple[list[Problem], list[Problem]]:
        """(rows on the list, rows of the month before that are no longer on it: none unless asked
        for).
        """
        kind = indicators.kind_of_list(problem_list)
        months = [m for m in self._fact_months.get(kind, ()) if m <= month]
        if not months:
            return [], []
        now = self._store.list_rows(problem_list.key, month, month)
        said = self._grounds(problem_list, now, month)
        now = [replace(row, grounds=text) for row, text in zip(now, said)]
        past = self._past(problem_list)
        found = problems.follow(now, past, months, month)
        left = (
            problems.gone(self._store.list_rows(problem_list.key, months[-2], months[-2]), now)
            if with_gone and month in months[1:]
            else []
        )
        return found, problems.ended(
            left, past, months, month, *self._rows_like(left, month, problem_list, months)
        ) if left else []

    def streaks(self, problem_list: ProblemList, month: date) -> list[Streak]:
        """How long each row on the list has been there."""
        at = problem_list.key, month
        if at not in self._streaks:
            past, months = (
                self._past(problem_list),
                self._fact_months.get(indicators.kind_of_list(problem_list), ()),
            )
            self._streaks[at] = (
                problems.streaks(past[month].rows, past, months, month) if month in past else []
            )
        return self._streaks[at]

    def _past(self, problem_list: ProblemList) -> Mapping[date, Index]:
        if problem_list.key not in self._lists:
            self._lists[problem_list.key] = self._books.list_at(problem_list.key, self.version)
        return self._lists[problem_list.key]

    def _grounds(
        self, problem_list: ProblemList, rows: Sequence[ListRow], month: date
    ) -> Sequence[str]:
        """For each row of the month why it is on the list."""
        if problem_list.signs:
            return self._evidence(problem_list, rows, month) if rows else []
        return (
            reasons.of_rows(problem_list, rows, self._store.partials(month))
            if any(row.told for row in rows)
            else [""] * len(rows)
        )

    def _evidence(
        self, problem_list: ProblemList, rows: Sequence[ListRow], month: date
    ) -> list[str]:
        """What the cases of the rows say.

        A row of cases that speaks of other items besides is not used: these are looked up, too.
        """
        of = self.observed(month)
        beside = self._store.rows_like(ITEMS, month, month, rows)[month]
        return suspects.evidence(
            problem_list, rows, beside, self._store.rows_like(CASES, of.months[0], month, rows), of
        )

    def observed(self, month: date) -> suspects.Period:
        """The observation period of the month, and which of its months have case counts."""
        return suspects.period(month, self._rules(month), self._fact_months.get(CASES, ()))

    def dismissed(self, problem_list: ProblemList, month: date) -> list[Entry]:
        """What was dismissed of the rows suspected to belong on the list, and stays away in the
        month, the latest first.
        """
        found = [
            entry
            for of in reversed(self.observed(month).months)
            for entry in self._store.entries(DISMISSALS, of)
        ]
        return [entry for entry in found if entry.flags.get(problem_list.flag) is False]

    def suspected_of(self, indicator: Indicator, month: date) -> int:
        """Rows that are suspected to be deducted from the indicator, each once."""
        return self.listed_anywhere(
            [
                found
                for found in indicators.LISTS
                if found.suspects
                and indicators.list_by_key(found.suspects).flag in indicator.unless
            ],
            month,
        )

    def suspected(self, problem_list: ProblemList, month: date) -> int | None:
        """How many rows are suspected to belong on the list; None where none can be, as no month of
        the observation period has case counts.
        """
        found = indicators.suspected_of(problem_list)
        return self.list_count(found, month) if found and self.observed(month).given else None

    def _rows_like(
        self,
        left: Sequence[ListRow],
        month: date,
        problem_list: ProblemList,
        months: Sequence[date],
    ) -> tuple[list[ListRow], list[Entry], Mapping[str, int]]:
        """(rows that the list's indicator counts, all rows of the month and those of the month
        before that are no more), where they may be one of
        `left`; the units with rows."""
        kind = indicators.kind_of_list(problem_list)
        present, counted = self._store.identities(kind, month, problem_list.indicator, left)
        if (
            kind == indicators.STATIONS
        ):  # a village that was merged is there, and is not counted any more
            present += [
                replace(village, status=OUT_OF_SCOPE)
                for village in self._store.villages(month)
                if village.attributes.get(MERGED_INTO)
            ]
        dissolved = self._store.roster().dissolved(month)
        if dissolved:
            before, _ = self._store.identities(kind, months[-2], problem_list.indicator, left)
            present += [
                replace(entry, status=OUT_OF_SCOPE) for entry in before if entry.unit in dissolved
            ]
        return counted, present, self._store.units(kind, month)
