"""Writes of what shapes the measures of 群众评价: its definitions, and 涉企办件数 of a month."""

from dataclasses import replace
from datetime import date

from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import (
    DAYS,
    LEAST_SAMPLE_KEY,
    LEAST_SAMPLE_NAME,
    MOST_COUNT,
    MOST_DAYS,
    DrawSettings,
    FeedbackSettings,
    Setting,
    cases_key,
    cases_name,
    population_key,
    population_name,
)
from govsvc.domain.feedback.drawing import DRAW_NAME, checked_settings
from govsvc.domain.feedback.measure_targets import (
    name_of,
    setting_key,
    target_text,
)
from govsvc.domain.feedback.weights import MOST_WEIGHT, WEIGHTS, WEIGHTS_NAME, Weights
from govsvc.domain.rows import Target
from govsvc.security import audit_sentences, write_kinds
from govsvc.security.audit_sentences import Note
from govsvc.store.batch_writes import end_target, type_target
from govsvc.store.session import Session, Write
from govsvc.store.setting_reads import SettingReads
from govsvc.store.setting_rows import write_setting
from govsvc.store.values import SETTING, TARGET, Act


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
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_MEASURES
        ) as write:
            stored = self._settings.all().get(setting.key, setting.default)
            before = setting.choices.get(stored, setting.choices[setting.default])
            note = audit_sentences.feedback_set(setting.name, before, setting.choices[value])
            return _set(write, setting.key, value, note)

    def set_least_sample(self, answers: int, act: Act, *, expected_version: int) -> int:
        """From how many answers on a unit is ranked; gives the new version. Raises as `choose`."""
        _refuse_no_count(LEAST_SAMPLE_NAME, answers)
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_MEASURES
        ) as write:
            before = FeedbackSettings.of(self._settings.all()).least_sample
            note = audit_sentences.feedback_set(LEAST_SAMPLE_NAME, f"{before}", f"{answers}")
            return _set(write, LEAST_SAMPLE_KEY, f"{answers}", note)

    def set_drawing(self, wanted: DrawSettings, act: Act, *, expected_version: int) -> int:
        """How the cases of a week are drawn; gives the new version.

        Raises GovsvcError where one is out of its bounds, NotAllowed, StaleVersion, StoreError.
        """
        wanted = checked_settings(wanted)
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_MEASURES
        ) as write:
            before = DrawSettings.of(self._settings.all())
            write.note(audit_sentences.feedback_set(DRAW_NAME, before.text, wanted.text))
            for key, text in wanted.stored().items():
                write_setting(write.transaction, key, text)
            return write.transaction.version

    def set_weights(self, wanted: Weights, act: Act, *, expected_version: int) -> int:
        """What each channel weighs in 综合满意度, by a document; gives the new version. Raises as
        `choose`.
        """
        if not wanted.document.strip() or not any(wanted.of.values()):
            raise GovsvcError.of("weights_without_document")
        if not all(0 <= weight <= MOST_WEIGHT for weight in wanted.of.values()):
            raise GovsvcError.of("not_a_count_of_cases", name=WEIGHTS_NAME, most=MOST_WEIGHT)
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_MEASURES
        ) as write:
            before = Weights.from_text(self._settings.all().get(WEIGHTS, ""))
            note = audit_sentences.feedback_set(WEIGHTS_NAME, before.text, wanted.text)
            return _set(write, WEIGHTS, wanted.stored, note)

    def set_days(self, key: str, days: int, act: Act, *, expected_version: int) -> int:
        """A deadline of `DAYS`; gives the new version. Raises as `choose`."""
        name, usual = DAYS[key]
        if not 1 <= days <= MOST_DAYS:
            raise GovsvcError.of("not_a_count_of_cases", name=name, most=MOST_DAYS)
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_MEASURES
        ) as write:
            return self._set_number(write, key, name, days, f"{usual}")

    def set_population(self, month: date, cases: int, act: Act, *, expected_version: int) -> int:
        """How many 涉企办件 the month had; gives the new version. Raises as `choose`."""
        name, key = population_name(month), population_key(month)
        _refuse_no_count(name, cases)
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_POPULATION
        ) as write:
            return self._set_number(write, key, name, cases)

    def set_cases(self, month: date, cases: int, act: Act, *, expected_version: int) -> int:
        """How many cases (办件量) the month had; gives the new version. Raises as `choose`."""
        name, key = cases_name(month), cases_key(month)
        _refuse_no_count(name, cases)
        with self._session.write(
            expected_version, replace(act, what=SETTING), write_kinds.SETTING_POPULATION
        ) as write:
            return self._set_number(write, key, name, cases)

    def set_measure_target(self, target: Target, act: Act, *, expected_version: int) -> int:
        """Sets the target of a measure, in place of the one for the same year and node; gives the
        new version. Raises NotAllowed, StaleVersion, StoreError.
        """
        with self._session.write(
            expected_version, replace(act, what=TARGET), write_kinds.SETTING_TARGET
        ) as write:
            self._note_target(write, target, target_text(target))
            type_target(write.transaction, target, write.act)
            return write.transaction.version

    def remove_measure_target(self, target: Target, act: Act, *, expected_version: int) -> int:
        """Removes the target of that measure, year and node; gives the new version. Raises as
        `set_measure_target`.
        """
        with self._session.write(
            expected_version, replace(act, what=TARGET), write_kinds.SETTING_TARGET
        ) as write:
            self._note_target(write, target, audit_sentences.REMOVED)
            end_target(write.transaction, target)
            return write.transaction.version

    def _note_target(self, write: Write, target: Target, after: str) -> None:
        """Notes what becomes of the target, and lets go of what an earlier edition kept of it."""
        key = setting_key(target)
        known = (target_text(one) for one in self._settings.targets() if setting_key(one) == key)
        write.note(audit_sentences.feedback_set(name_of(target), next(known, ""), after))
        write.transaction.rows("delete_setting", key=key)

    def _set_number(self, write: Write, key: str, name: str, number: int, usual: str = "") -> int:
        """Sets a whole number; `usual`: what held where none is stored."""
        before = self._settings.all().get(key, usual)
        note = audit_sentences.feedback_set(name, before, f"{number}")
        return _set(write, key, f"{number}", note)


def _set(write: Write, key: str, value: str, note: Note) -> int:
    write.note(note)
    write_setting(write.transaction, key, value)
    return write.transaction.version


def _refuse_no_count(name: str, number: int) -> None:
    if not 1 <= number <= MOST_COUNT:
        raise GovsvcError.of("not_a_count_of_cases", name=name, most=MOST_COUNT)
