"""The numbers of a board as figures of a paper: each is the board's own value, none is computed."""

from datetime import date
from decimal import Decimal

from govsvc.board import Board
from govsvc.board.by_unit import UnitRow
from govsvc.board.chain_period import ChainPeriod
from govsvc.board.feedback_period import FeedbackPeriod
from govsvc.board.rating_period import RatingPeriod
from govsvc.board.standing import Standing, Value
from govsvc.documents.papers.model import Figure, one_line
from govsvc.domain import rates, targets
from govsvc.domain.indicators import CHAINS, KINDS, OWN, SOURCES, Indicator, ProblemList
from govsvc.domain.months import month_text
from govsvc.domain.rows import Target

#: pages by what they show
OVERVIEW, RANKING, PROBLEMS, FEEDBACK = "总览", "全市排名", "问题清单", "群众评价"
INDICATOR, GAPS = "单项指标", "目标差距"
CALLS, RATINGS, TARGETS, CHAIN = "电话回访", "好差评", "目标值", "一件事"
LEAGUE, RULES, LEDGER = "单位晾晒", "指标口径", "整改台账"
DELEGATES, AUTHORISATION_PAGE = "首席事务代表", "授权与代表"


def _source_of_calls(period: FeedbackPeriod) -> str:
    """电话回访台账, 电话回访汇总录入, or both."""
    sources = {"台账": period.attempts, "汇总录入": period.counted_totals}
    return CALLS + "、".join(name for name, rows in sources.items() if rows)


def fraction_text(value: Value) -> str:
    """3,148/3,150; "" where the counts are unknown."""
    return "{:,}/{:,}".format(*value.counts) if value.counts else ""


class Figures:
    """Makes figures of what one board says of one month."""

    def __init__(self, board: Board, month: date):
        self._board, self._month = board, month

    def _edition(self, month: date) -> str:
        return self._board.workflow.version_text(month)

    # -- values ----------------------------------------------------------------------------

    def value(self, indicator: Indicator, value: Value, *, shows_counts: bool = True) -> Figure:
        """99.94%（3,148/3,150）; of an own count 99.94%（3,148/3,150，本县测算）."""
        counts = fraction_text(value)
        source = SOURCES[OWN] if value.source == OWN else ""
        return Figure(
            rates.percent_text(value.published),
            indicator.short,
            "数值",
            month_text(value.month),
            value.source_name,
            self._edition(value.month),
            INDICATOR,
            counts,
            "，".join(filter(None, [counts, source])) if shows_counts else "",
        )

    def place(self, indicator: Indicator, ranked: Value, county: str = "") -> Figure:
        """第三, 并列第二: the computed place of the bulletin that it comes from; of the home county
        unless one is named.
        """
        assert ranked.rank is not None, "a place is said only where it is known"
        return Figure(
            rates.chinese_place(ranked.rank.place, ranked.rank.is_tied),
            indicator.short,
            f"{county}位次",
            month_text(ranked.month),
            ranked.source_name,
            self._edition(ranked.month),
            RANKING,
            rates.rank_of(ranked.rank),
        )

    def place_of(self, indicator: Indicator, ranked: Value, month: date) -> Figure | str:
        """第3位（共12个） as it stands in a table, with its bulletin where that is not the month's;
        — where the place is unknown.
        """
        if ranked.rank is None:
            return rates.UNKNOWN
        is_same_year = ranked.month.year == month.year
        name = f"{ranked.month.month}月" if is_same_year else month_text(ranked.month)
        bulletin = "" if ranked.month == month else f"，{name}通报"
        return Figure(
            f"{rates.rank_prose(ranked.rank)}位",
            indicator.short,
            "位次",
            month_text(ranked.month),
            ranked.source_name,
            self._edition(ranked.month),
            RANKING,
            rates.rank_of(ranked.rank),
            f"共{ranked.rank.of}个{bulletin}",
        )

    def printed_place(self, indicator: Indicator, ranked: Value) -> Figure:
        """第4: the place as the bulletin prints it."""
        return Figure(
            f"第{ranked.printed_rank}",
            indicator.short,
            "通报所列位次",
            month_text(ranked.month),
            ranked.source_name,
            self._edition(ranked.month),
            RANKING,
        )

    def places_gained(self, indicator: Indicator, ranked: Value, places: int) -> Figure:
        return Figure(
            f"{abs(places)}位",
            indicator.short,
            "位次较上期",
            month_text(ranked.month),
            ranked.source_name,
            self._edition(ranked.month),
            RANKING,
        )

    def change(self, standing: Standing, *, is_signed: bool = False) -> Figure:
        """0.07个百分点, in a table +0.07, with what it is the difference of."""
        headline, previous = standing.headline, standing.previous
        assert headline and previous and standing.change_pp is not None
        return Figure(
            rates.signed_points(standing.change_pp)
            if is_signed
            else f"{abs(standing.change_pp)}个百分点",
            standing.indicator.short,
            "较上月（个百分点）" if is_signed else "较上月",
            month_text(headline.month),
            headline.source_name,
            self._edition(headline.month),
            INDICATOR,
            f"{rates.percent_text(previous.published)}→{rates.percent_text(headline.published)}",
        )

    def of_county(self, indicator: Indicator, value: Value, county: str) -> Figure:
        """The value of another county in the bulletin."""
        return Figure(
            rates.percent_text(value.published),
            indicator.short,
            f"{county}数值",
            month_text(value.month),
            value.source_name,
            self._edition(value.month),
            RANKING,
            fraction_text(value),
        )

    def behind(self, indicator: Indicator, gap: Decimal, value: Value, county: str) -> Figure:
        """How far that county is ahead."""
        return Figure(
            f"{gap}个百分点",
            indicator.short,
            f"与{county}差距",
            month_text(value.month),
            value.source_name,
            self._edition(value.month),
            RANKING,
        )

    def clause(self, text: str, what: str, month: date, source: str) -> Figure:
        """A clause that the board says of all indicators together, with all its numbers."""
        return Figure(
            text, "各项指标", what, month_text(month), source, self._edition(month), OVERVIEW
        )

    # -- targets ---------------------------------------------------------------------------

    def target(self, target: Target, indicator: Indicator) -> Figure:
        """99.00%, 前3."""
        return Figure(
            targets.text_of(target),
            indicator.short,
            "目标值" if target.value is not None else "目标位次",
            f"{target.year}年{targets.node_name(target.until)}",
            TARGETS,
            self._edition(self._month),
            GAPS,
        )

    def to_target(self, standing: Standing) -> Figure:
        """2项: how many are wanting to the target."""
        headline = standing.headline
        assert headline and standing.items_missing is not None
        return Figure(
            f"{standing.items_missing:,}{standing.indicator.unit}",
            standing.indicator.short,
            "距目标",
            month_text(headline.month),
            headline.source_name,
            self._edition(headline.month),
            GAPS,
            fraction_text(headline),
        )

    # -- lists -----------------------------------------------------------------------------

    def rows(
        self, problem_list: ProblemList, indicator: Indicator, count: int, unit: str = ""
    ) -> Figure:
        """54项: on the list, all or those of a unit."""
        return Figure(
            f"{count:,}{indicator.unit}",
            problem_list.name,
            f"其中{unit}" if unit else "清单数",
            month_text(self._month),
            SOURCES[OWN],
            self._edition(self._month),
            PROBLEMS,
        )

    def missing(self, indicator: Indicator, value: Value) -> Figure:
        """54项: what a bulletin's counts lack, where there are no rows."""
        assert value.counts and value.missing is not None
        return Figure(
            f"{value.missing:,}{indicator.unit}",
            indicator.short,
            indicator.missing_word,
            month_text(value.month),
            value.source_name,
            self._edition(value.month),
            INDICATOR,
            fraction_text(value),
        )

    def met(self, indicator: Indicator, value: Value) -> Figure:
        """602项: how many are met."""
        assert value.numerator is not None
        return Figure(
            f"{value.numerator:,}{indicator.unit}",
            indicator.short,
            indicator.numerator,
            month_text(value.month),
            value.source_name,
            self._edition(value.month),
            INDICATOR,
            fraction_text(value),
        )

    # -- units -----------------------------------------------------------------------------

    def of_unit(self, indicator: Indicator, row: UnitRow, beside: str = "") -> Figure:
        """97.50%: what one unit comes to, with what else its line of a table says."""
        rank = row.rank
        place = f"位次{rates.rank_text(rank)}，共{rank.of}个，" if rank else ""
        return Figure(
            rates.percent_text(row.rate),
            indicator.short,
            f"{one_line(row.name)}（{place}未达到{row.missing:,}，新增{row.new:,}）",
            month_text(self._month),
            SOURCES[OWN],
            self._edition(self._month),
            LEAGUE,
            f"{row.met:,}/{row.counted:,}",
            beside,
        )

    def of_units(self, indicator: Indicator, count: int, what: str, measure: str) -> Figure:
        """12个部门: how many units there are of a sort."""
        return Figure(
            f"{count:,}{measure}",
            indicator.short,
            what,
            month_text(self._month),
            SOURCES[OWN],
            self._edition(self._month),
            LEAGUE,
        )

    def listed(self, unit: str, count: int, longest: int) -> Figure:
        """31项: rows of a unit on all lists together, each once."""
        return Figure(
            f"{count:,}项",
            unit,
            f"清单所列（最长{longest}个月）",
            month_text(self._month),
            SOURCES[OWN],
            self._edition(self._month),
            PROBLEMS,
        )

    def lasting(self, unit: str, months: int, rows: int) -> Figure:
        """12个月: for how long so many rows of a unit have been on the lists."""
        return Figure(
            f"{months}个月",
            unit,
            f"连续未解决（{rows:,}项）",
            month_text(self._month),
            SOURCES[OWN],
            self._edition(self._month),
            PROBLEMS,
        )

    def setting(self, number: str, about: str, what: str) -> Figure:
        """A number that is a rule of the county."""
        month = month_text(self._month)
        return Figure(number, about, what, month, "设置", self._edition(self._month), RULES)

    # -- 一件事 ----------------------------------------------------------------------------

    def of_chains(self, period: ChainPeriod, number: str, what: str, counts: str = "") -> Figure:
        """A number of the 一件事 of a period."""
        return self._of_period(period, number, CHAIN, what, KINDS[CHAINS], CHAIN, counts)

    # -- calls -----------------------------------------------------------------------------

    def of_calls(self, period: FeedbackPeriod, number: str, what: str, counts: str = "") -> Figure:
        """A number of the phone calls of a period."""
        return self._of_period(
            period, number, CALLS, what, _source_of_calls(period), FEEDBACK, counts
        )

    def of_closed_calls(self, period: FeedbackPeriod, number: str) -> Figure:
        """What was said on the phone, was assigned, and is closed."""
        return self._of_period(period, number, CALLS, "已办结的意见建议数", LEDGER, LEDGER, "")

    def of_ratings(self, period: RatingPeriod, number: str, what: str, counts: str = "") -> Figure:
        """A number of the 好差评 of a period."""
        return self._of_period(period, number, RATINGS, what, f"{RATINGS}数据", FEEDBACK, counts)

    def _of_period(
        self,
        period: ChainPeriod | FeedbackPeriod | RatingPeriod,
        number: str,
        about: str,
        what: str,
        source: str,
        page: str,
        counts: str,
    ) -> Figure:
        edition = self._edition(period.months[-1])
        return Figure(number, about, what, period.name, source, edition, page, counts)

    def of_delegates(self, month: date, number: str, what: str, counts: str) -> Figure:
        """A number of the 首席事务代表 of a month."""
        return Figure(
            number,
            DELEGATES,
            what,
            month_text(month),
            f"{DELEGATES}名册",
            self._edition(month),
            AUTHORISATION_PAGE,
            counts,
        )
