"""python -m govsvc feedback measures, trend, target: all period measures, without a screen."""

import argparse
from collections.abc import Callable

from govsvc.board import Board
from govsvc.board.measure_points import MeasureStanding, Point
from govsvc.cli import measure_words
from govsvc.cli.job import Command, Job
from govsvc.domain import targets
from govsvc.domain.feedback import CHANNELS, PeriodMeasure, measure_definitions
from govsvc.domain.feedback.measure_targets import name_of, target_text, typed
from govsvc.domain.rows import Target
from govsvc.store import Act
from govsvc.system import clock

Adding = Callable[[str, str, Command], argparse.ArgumentParser]


def add_to(add: Adding, of_period: Adding) -> None:
    """Adds the commands. `add`: of the database; `of_period`: of a month of it, too."""
    of_period("measures", "全部期间指标和目标、差距", _measures)
    command = of_period("trend", "一项期间指标的各月（或各周）走势", _trend)
    command.add_argument("--weekly", action="store_true", help="按周（电话回访）")
    command.add_argument("measure", type=_measure, metavar="指标")
    command = add("target", "设或删除一项期间指标的目标", _target)
    command.add_argument("--year", required=True, type=int)
    command.add_argument("--until", type=int, choices=[node for node in targets.NODES if node])
    command.add_argument("--lead", default="", help="牵头单位")
    command.add_argument("--remove", action="store_true")
    command.add_argument("measure", type=_measure, metavar="指标")
    command.add_argument("value", nargs="?", default="", help="如 95%%")


def _measure(text: str) -> PeriodMeasure:
    """By its key or its name."""
    known = [one for one in measure_definitions.MEASURES if one.channel in CHANNELS]
    found = [one for one in known if text in (one.key, one.name)]
    if not found:
        names = "、".join(one.name for one in known)
        raise argparse.ArgumentTypeError(f"没有“{text}”这一项；有：{names}")
    return found[0]


def _measures(job: Job) -> int:
    options = job.options
    measures = Board(job.existing_store()).measures
    day = clock.now().date()
    found = measures.standings(options.month, day, options.cumulative)
    if options.json:
        job.say_json({"measures": {one.value.measure.key: _standing_json(one) for one in found}})
        return 0
    for one in found:
        job.say("\t".join(one.row()))
    return 0


def _standing_json(one: MeasureStanding) -> dict[str, object]:
    return measure_words.value_json(one.value) | {"target": _gap_json(one)}


def _gap_json(one: MeasureStanding) -> dict[str, object] | None:
    gap = one.gap
    if gap is None:
        return None
    return {
        "value": f"{gap.target.value}",
        "until": gap.target.until,
        "lead_unit": gap.target.lead_unit,
        "is_reached": gap.is_reached if gap.is_known and not gap.value.is_small else None,
        "missing": gap.missing,
        "text": gap.text,
    }


def _trend(job: Job) -> int:
    options = job.options
    measures = Board(job.existing_store()).measures
    trend = (
        measures.by_week(options.measure, options.month)
        if options.weekly
        else measures.by_month(options.measure, options.month, clock.now().date())
    )
    if options.json:
        job.say_json(
            {
                "points": [_point_json(point) for point in trend.points],
                "without_week": trend.without_week,
            }
        )
        return 0
    for point in trend.points:
        job.say("\t".join(point.row()))
    return 0


def _point_json(point: Point) -> dict[str, object]:
    known = measure_words.value_json(point.value) if point.value else {"percent": None}
    return {**known, "period": point.name, "start": point.start.isoformat(), "note": point.note}


def _target(job: Job) -> int:
    options, store = job.options, job.existing_store()
    act, key = Act("", clock.now()), options.measure.key
    if options.remove:
        target = Target(options.year, key, until=options.until)
        version = store.feedback_writes.remove_measure_target(
            target, act, expected_version=store.version()
        )
        text = f"{name_of(target)}已删除。"
    else:
        target = typed(options.year, options.until, key, options.value, options.lead)
        version = store.feedback_writes.set_measure_target(
            target, act, expected_version=store.version()
        )
        text = f"{name_of(target)}：{target_text(target)}。"
    return job.say_version(version, text)
