"""python -m govsvc feedback …: what people say, without a screen."""

import argparse
from datetime import date
from functools import partial

from govsvc.board import Board
from govsvc.board.feedback_period import FeedbackPeriod, UnitFeedback
from govsvc.cli import (
    arguments,
    feedback_drawing,
    feedback_measures,
    measure_words,
    rating_words,
    running,
    wave_words,
)
from govsvc.cli.job import Command, Job
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import DAYS, SETTINGS, TOTAL_COUNTS, CallTotals, monday, week_text
from govsvc.domain.feedback.weights import COMPARED, Weights
from govsvc.domain.months import month_text
from govsvc.domain.rates import percent_text
from govsvc.importing.entered_totals import enter
from govsvc.store import Act
from govsvc.system import clock
from govsvc.workflow.rectification import Ledger

_LEAST_SAMPLE = "least-sample"


def add_to(commands: arguments.Commands) -> None:
    """Adds the commands."""
    parser = commands.add_parser("feedback", help="群众评价：电话回访和好差评的比率、办件量、口径")
    actions = parser.add_subparsers(required=True, metavar="动作")

    add = partial(running.add_action, actions)

    def of_period(name: str, help_text: str, run: Command) -> argparse.ArgumentParser:
        parser = add(name, help_text, run)
        parser.add_argument("--month", required=True, type=arguments.month)
        parser.add_argument("--cumulative", action="store_true", help="1—N月累计")
        return parser

    of_period("rates", "一个月或1—N月的回访率、满意率、各单位、分项", _rates)
    of_period("ratings", "一个月或1—N月的好差评：评价率、好评率、渠道、单位、差评", _ratings)

    command = of_period(
        "bad-ratings", "差评台账：整改率、按期整改率、回访率，逐条和时限", _bad_ratings
    )
    command.add_argument("--day", type=date.fromisoformat, help="按哪一天计算，默认今天")
    of_period("questionnaires", "问卷：回收率、有效率、满意率和各题", _questionnaires)
    of_period("compare", "现场、网上、电话、问卷并列，按文件的权重算综合满意度", _compare)

    command = add("weights", "按文件规定各渠道的权重（综合满意度）", _weights)
    command.add_argument("--document", required=True, help="依据文号")
    command.add_argument("weights", nargs="+", metavar="渠道=权重", help="现场=40 网上=30 …")

    command = add("cases", "填写某月的办件量（评价率的分母）", _cases)
    command.add_argument("--month", required=True, type=arguments.month)
    command.add_argument("cases", type=int, metavar="件数")

    command = add("population", "填写某月的涉企办件数（抽取比例的分母）", _population)
    command.add_argument("--month", required=True, type=arguments.month)
    command.add_argument("cases", type=int, metavar="件数")

    command = add("totals", "录入一周的汇总数（没有逐件台账时）", _totals)
    command.add_argument("--month", required=True, type=arguments.month)
    command.add_argument("--week", type=date.fromisoformat, help="这一周的任意一天；不写就是整月")
    command.add_argument("--correction", default="", help="已定稿的月份：更正的原因")
    command.add_argument(
        "counts",
        nargs="+",
        type=_count,
        metavar="名称=件数",
        help="名称：" + "、".join(one.name for one in TOTAL_COUNTS),
    )

    feedback_measures.add_to(add, of_period)
    feedback_drawing.add_to(actions)

    command = add("setting", "改计算口径或排名所需的最小样本", _setting)
    command.add_argument("name", choices=[*(one.key for one in SETTINGS), *DAYS, _LEAST_SAMPLE])
    command.add_argument("value", help="选项的名字，最小样本填数字")


def _rates(job: Job) -> int:
    options = job.options
    board = Board(job.existing_store())
    period = board.feedback.period(options.month, options.cumulative)
    if options.json:
        ledger = Ledger(job.existing_store(), clock.now().date())
        said = period.report_sentence(ledger.closed_calls(period.with_texts))
        job.say_json(
            _period_json(period)
            | {
                "report_sentence": said,
                "cases": {
                    one.value.measure.key: measure_words.value_json(one.value)
                    | {
                        "months": [arguments.month_key(month) for month in one.months],
                        "rows": one.rows,
                        "lacking": one.lacking,
                    }
                    for one in board.feedback.of_cases(options.month, options.cumulative)
                },
            }
        )
        return 0
    job.say(period.sentence)
    for value in period.values if period.is_held else ():
        job.say(measure_words.line(value))
    for one in board.feedback.of_cases(options.month, options.cumulative):
        job.say(measure_words.line(one.value))
    for unit in period.units:
        job.say(
            f"{unit.unit}\t{percent_text(unit.value.published)}\t{unit.value.fraction_text}"
            f"\t{unit.rank_text}"
        )
    return 0


def _ratings(job: Job) -> int:
    options = job.options
    ratings = Board(job.existing_store()).ratings
    period = ratings.period(options.month, options.cumulative)
    if options.json:
        opposed = ratings.contradictions(options.month, options.cumulative)
        job.say_json(rating_words.period_json(period, opposed))
    else:
        for line in rating_words.lines(period):
            job.say(line)
    return 0


def _bad_ratings(job: Job) -> int:
    options = job.options
    day = options.day or clock.now().date()
    ratings = Board(job.existing_store()).ratings
    period = ratings.bad(options.month, day, options.cumulative)
    if options.json:
        job.say_json(rating_words.bad_period_json(period))
    else:
        for line in rating_words.bad_lines(period):
            job.say(line)
    return 0


def _questionnaires(job: Job) -> int:
    options = job.options
    board = Board(job.existing_store())
    waves = board.questionnaires.waves(options.month, options.cumulative)
    if options.json:
        job.say_json({"waves": [wave_words.wave_json(one) for one in waves]})
        return 0
    if not waves:
        job.say(f"{month_text(options.month)}没有问卷。")
    for one in waves:
        for line in wave_words.lines(one):
            job.say(line)
    return 0


def _compare(job: Job) -> int:
    options = job.options
    compared = Board(job.existing_store()).compared(options.month, options.cumulative)
    if options.json:
        job.say_json(wave_words.comparison_json(compared))
        return 0
    for row in compared.rows():
        job.say("\t".join(row))
    job.say(f"综合满意度\t{percent_text(compared.composite)}\t{compared.weights.text}")
    return 0


def _weights(job: Job) -> int:
    options, store = job.options, job.existing_store()
    keys = {name: key for key, name in COMPARED.items()}
    given = dict.fromkeys(COMPARED, 0)
    for word in options.weights:
        name, _, weight = word.partition("=")
        if name not in keys or not weight.isdecimal():
            raise GovsvcError.of("not_a_choice", name=word)
        given[keys[name]] = int(weight)
    wanted = Weights(options.document, given)
    version = store.feedback_writes.set_weights(
        wanted, Act("", clock.now()), expected_version=store.version()
    )
    return job.say_version(version, f"综合满意度权重：{wanted.text}。")


def _cases(job: Job) -> int:
    options, store = job.options, job.existing_store()
    version = store.feedback_writes.set_cases(
        options.month, options.cases, Act("", clock.now()), expected_version=store.version()
    )
    return job.say_version(version, f"{month_text(options.month)}办件量：{options.cases}件。")


def _period_json(period: FeedbackPeriod) -> dict[str, object]:
    return {
        "period": period.name,
        "is_held": period.is_held,
        "counts": period.counts,
        "left_out": period.left_out,
        "totals": [_totals_json(one) for one in period.counted_totals],
        "differences": [
            {
                "week": one.week and one.week.isoformat(),
                "name": one.name,
                "said": one.said,
                "counted": one.counted,
            }
            for one in period.differences
        ],
        "rates": {value.measure.key: measure_words.value_json(value) for value in period.values},
        "units": [_unit_json(unit) for unit in period.units],
        "weakest_first": [value.measure.key for value in period.dimensions],
        "least_sample": period.settings.least_sample,
        "sentence": period.sentence,
    }


def _totals_json(totals: CallTotals) -> dict[str, object]:
    return {
        "week": totals.week and totals.week.isoformat(),
        "unit": totals.unit,
        "counts": dict(totals.counts),
        "printed": totals.printed,
    }


def _unit_json(unit: UnitFeedback) -> dict[str, object]:
    return {
        "unit": unit.unit,
        **measure_words.value_json(unit.value),
        "rank": unit.rank.place if unit.rank else None,
        "bad": unit.counts.get("bad"),
    }


def _population(job: Job) -> int:
    options, store = job.options, job.existing_store()
    version = store.feedback_writes.set_population(
        options.month, options.cases, Act("", clock.now()), expected_version=store.version()
    )
    return job.say_version(version, f"{month_text(options.month)}涉企办件数：{options.cases}件。")


def _count(text: str) -> tuple[str, int]:
    """有效回访=48 → the count and its number."""
    name, _, number = text.partition("=")
    known = {word: one.key for one in TOTAL_COUNTS for word in (one.name, one.key)}
    if name.strip() not in known:
        raise argparse.ArgumentTypeError(f"没有“{name}”这一项")
    if not (number.strip().isascii() and number.strip().isdecimal()):
        raise argparse.ArgumentTypeError(f"“{text}”不是整数，如 有效回访=48")
    return known[name.strip()], int(number)


def _totals(job: Job) -> int:
    options, store = job.options, job.existing_store()
    week = monday(options.week) if options.week else None
    totals = CallTotals(options.month, week, counts=dict(options.counts))
    version = enter(
        store,
        totals,
        Act("", clock.now()),
        expected_version=store.version(),
        correction=options.correction,
    )
    when = week_text(week) if week else month_text(options.month)
    return job.say_version(version, f"{when}的汇总已保存。")


def _setting(job: Job) -> int:
    options, store = job.options, job.existing_store()
    act, version = Act("", clock.now()), store.version()
    if options.name == _LEAST_SAMPLE:
        answers = int(options.value) if options.value.isdecimal() else 0
        version = store.feedback_writes.set_least_sample(answers, act, expected_version=version)
        return job.say_version(version, f"最小样本：{answers}。")
    if options.name in DAYS:
        days = int(options.value) if options.value.isdecimal() else 0
        version = store.feedback_writes.set_days(options.name, days, act, expected_version=version)
        return job.say_version(version, f"{DAYS[options.name][0]}：{days}。")
    (setting,) = [one for one in SETTINGS if one.key == options.name]
    version = store.feedback_writes.choose(setting, options.value, act, expected_version=version)
    return job.say_version(version, f"{setting.name}：{setting.choices[options.value]}。")
