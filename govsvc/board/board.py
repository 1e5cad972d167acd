"""One data version as the pages see it."""

from datetime import date, datetime

from govsvc.board.comparison import Comparison, compare
from govsvc.board.parts import (
    Cards,
    Chains,
    Feedback,
    Lists,
    Measures,
    Movements,
    Questionnaires,
    Rankings,
    Ratings,
    Representatives,
    Rows,
    RulesByMonth,
    ScoreTables,
    Suspects,
    Values,
    WindowScores,
    Workflow,
)
from govsvc.board.value_history import ValueHistory
from govsvc.board.version_data import VersionData
from govsvc.domain.extra_indicators import chosen_extras
from govsvc.domain.feedback.weights import WEIGHTS, Weights
from govsvc.domain.indicators import Indicator
from govsvc.domain.roster import Roster
from govsvc.domain.units import ANSWERED_ON
from govsvc.store import Store


class Board:
    """A still picture of one data version, in parts by subject.

    `values`: the value of an indicator by month, source and county; `cards`: how the home county
    stands, and its targets; `rankings`, `scores`: what the bulletins print; `lists`: the rows
    behind the numbers; `suspects`: what case counts make of them; `rows`: which rows are stored;
    `movements`: why a value moved; `rules`: by what rules a month is counted; `workflow`: how far
    it is collected and closed; `feedback`: what people say on the phone;
    `ratings`: how they rate;
    `questionnaires`: what they answer; `measures`: the period measures of all of these alike;
    `chains`: 一件事; `window_scores`: the score sheets of windows; `representatives`: whom
    departments have in the hall.

    `version`: the data version shown; `as_of`: the one that is read at, None for the present.
    `history`: what every data version holds, read by the caller for many boards.
    """

    def __init__(self, store: Store, history: ValueHistory | None = None):
        self._data = data = VersionData(store, history)
        self.as_of, self.version = data.as_of, data.version
        self.home, self.is_demonstration = data.home, data.is_demonstration
        self.is_trial = data.is_trial
        self.rules = RulesByMonth(data)
        self.workflow = Workflow(data)
        self.rows = Rows(data, self.rules)
        self.values = Values(data, self.rules)
        self.suspects = Suspects(data)
        self.lists = Lists(data, self.rules, self.rows, self.suspects)
        self.cards = Cards(data, self.values, self.rows, self.lists)
        self.rankings = Rankings(data, self.values)
        self.scores = ScoreTables(data)
        self.feedback = Feedback(data)
        self.ratings = Ratings(data)
        self.questionnaires = Questionnaires(data)
        self.window_scores = WindowScores(data)
        self.measures = Measures(data, self.feedback, self.ratings, self.questionnaires)
        self.chains = Chains(data, self.rules)
        self.representatives = Representatives(data)
        self.movements = Movements(data, self.values)

    @property
    def imported_at(self) -> datetime | None:
        """When the latest file was imported."""
        return max((file.imported_at for file in self._data.files), default=None)

    def months(self) -> list[date]:
        """Months with any value, the latest first."""
        return self._data.months

    def compared(self, month: date, is_cumulative: bool = False) -> Comparison:
        """What people say in the hall, online, on the phone and in 问卷, side by side."""
        weights = Weights.from_text(self._data.store.settings.all().get(WEIGHTS, ""))
        return compare(
            self.feedback.period(month, is_cumulative),
            self.ratings.period(month, is_cumulative),
            self.questionnaires.waves(month, is_cumulative),
            weights,
            self.feedback.settings,
        )

    def extras(self, month: date) -> list[Indicator]:
        """The indicators beside the province's that the county shows and has values of, in the
        month or before.
        """
        return [
            one
            for one in chosen_extras(self._data.store.settings.all())
            if any(self.values.headline(one, known) for known in self.months() if known <= month)
        ]

    def home_name(self) -> str:
        """The home county's name; 本县 until it is known."""
        return self._data.home_name()

    def roster(self) -> Roster:
        """Departments and townships."""
        return self._data.store.settings.roster()

    @property
    def answered_on(self) -> date | None:
        """The day on which a unit last answered otherwise than before to what the roster asks; None
        where it is not known.
        """
        stored = self._data.store.settings.all().get(ANSWERED_ON, "")
        return date.fromisoformat(stored) if stored else None
