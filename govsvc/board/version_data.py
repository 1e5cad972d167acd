"""What one data version holds that every part of a `Board` reads."""

from collections.abc import Mapping
from datetime import date

from govsvc.board.value_history import ValueHistory, ValueKey
from govsvc.domain.indicators import OWN
from govsvc.store import Snapshot, Store


class VersionData:
    """The small tables of a store and the stored values, read once, all at one data version.

    `version`: the data version shown; `as_of`: the one that is read at, None for the present.
    """

    def __init__(self, store: Store, history: ValueHistory | None = None):
        history = history or ValueHistory(store)
        self.history = history
        self.store = store = store.pinned(history.store)
        self.as_of = store.as_of
        self.version = self.as_of or store.version()
        self.home = store.settings.home()
        self.is_demonstration = store.settings.is_demonstration()
        self.is_trial = bool(store.settings.trial_files())
        self.targets = store.settings.targets()
        self.snapshots = history.at(self.version)
        self.files = history.files
        self.months_by_kind = store.months.by_kind()
        self.rules_of, self.rule_versions = (
            store.settings.rules_of(),
            store.settings.rule_versions(),
        )
        self.months = sorted({month for _, month, _ in self.snapshots}, reverse=True)

    def home_name(self) -> str:
        """The home county's name; 本县 until it is known."""
        return self.home or "本县"

    def by_county(self, indicator: str, month: date, source: str) -> Mapping[str, Snapshot]:
        """County → stored value of one indicator, month and source; empty where there is none."""
        key: ValueKey = (indicator, month, source)
        return self.snapshots.get(key, {})

    def of_home(self, indicator: str, month: date, source: str) -> Snapshot | None:
        """The home county's stored value; None where there is none."""
        county = "" if source == OWN else self.home
        return None if county is None else self.by_county(indicator, month, source).get(county)
