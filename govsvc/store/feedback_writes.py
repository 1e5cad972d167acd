"""Writes of what shapes the measures of 群众评价: its definitions, and 涉企办件数 of a month."""

from dataclasses import replace
from datetime import date

from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import (
    LEAST_SAMPLE_KEY,
    LEAST_SAMPLE_NAME,
    MOST_COUNT,
    FeedbackSettings,
    Setting,
    population_key,
    population_name,
)
from govsvc.security import audit_sentences, write_kinds
from govsvc.security.write_kinds import WriteKind
from govsvc.store.session import Session
from govsvc.store.setting_reads import SettingReads
from govsvc.store.setting_rows import write_setting
from govsvc.store.values import SETTING, Act


class FeedbackWrites:
    """Each write is one setting, noted in the 操作日志."""

    def __init__(self, session: Session):
        self._session = session
        self._settings = SettingReads(session)

    def choose(self, setting: Setting, value: str, act: Act, *, expected_version: int) -> int:
        """Sets a definition to one of its choices; gives the new version.

        Raises GovsvcError where it is none of them, NotAllowed, StaleVersion, StoreError.
        """
        if value not in setting.choices:
            raise GovsvcError.of("not_a_choice", name=setting.name)
        before = FeedbackSettings.of(self._settings.all()).choice_text(setting)
        return self._write(
            setting.key,
            value,
            (setting.name, before, setting.choices[value]),
            write_kinds.SETTING_MEASURES,
            act,
            expected_version,
        )

    def set_least_sample(self, answers: int, act: Act, *, expected_version: int) -> int:
        """From how many answers on a unit is ranked; gives the new version. Raises as `choose`."""
        _refuse_no_count(LEAST_SAMPLE_NAME, answers)
        before = FeedbackSettings.of(self._settings.all()).least_sample
        return self._write(
            LEAST_SAMPLE_KEY,
            f"{answers}",
            (LEAST_SAMPLE_NAME, f"{before}", f"{answers}"),
            write_kinds.SETTING_MEASURES,
            act,
            expected_version,
        )

    def set_population(self, month: date, cases: int, act: Act, *, expected_version: int) -> int:
        """How many 涉企办件 the month had; gives the new version. Raises as `choose`."""
        name = population_name(month)
        _refuse_no_count(name, cases)
        before = self._settings.all().get(population_key(month), "")
        return self._write(
            population_key(month),
            f"{cases}",
            (name, before, f"{cases}"),
            write_kinds.SETTING_POPULATION,
            act,
            expected_version,
        )

    def _write(
        self,
        key: str,
        value: str,
        note: tuple[str, str, str],
        kind: WriteKind,
        act: Act,
        expected_version: int,
    ) -> int:
        with self._session.write(expected_version, replace(act, what=SETTING), kind) as write:
            write.note(audit_sentences.feedback_set(*note))
            write_setting(write.transaction, key, value)
            return write.transaction.version


def _refuse_no_count(name: str, number: int) -> None:
    if not 1 <= number <= MOST_COUNT:
        raise GovsvcError.of("not_a_count_of_cases", name=name, most=MOST_COUNT)
