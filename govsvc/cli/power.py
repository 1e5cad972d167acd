"""python -m govsvc power …: 授权与代表 and 时限与跑动 of a month, a department's 首席事务代表, how
these are counted.
"""

import argparse
from dataclasses import replace
from datetime import date
from functools import partial

from govsvc.board import Board, authorisation, pace, representatives, three_in_place, window_steps
from govsvc.board.authorisation import Power
from govsvc.board.pace import Pace
from govsvc.board.representatives import Share
from govsvc.board.three_in_place import PlaceLine
from govsvc.cli import arguments, running
from govsvc.cli.job import Job
from govsvc.domain.errors import GovsvcError
from govsvc.domain.extra_indicators import choices, names_of
from govsvc.domain.indicators import (
    AS_OTHERS,
    TAKEN_OUT,
    Indicator,
    Rules,
    named_indicators,
)
from govsvc.domain.months import month_text
from govsvc.domain.representatives import (
    WARNING_NAME,
    Representative,
    cells_of,
    paper_answer,
)
from govsvc.importing import entered_representatives
from govsvc.store import Act, RuleVersion
from govsvc.system import clock


def add_to(commands: arguments.Commands) -> None:
    """Adds the commands."""
    parser = commands.add_parser("power", help="授权与代表、时限与跑动：数值、登记、计算口径")
    actions = parser.add_subparsers(required=True, metavar="动作")

    add = partial(running.add_action, actions)

    command = add("show", "一个月的授权到位率、首席事务代表、三集中三到位、时限与跑动", _show)
    command.add_argument("--month", required=True, type=arguments.month)

    command = add("representative", "登记一个部门的首席事务代表，从这个月起", _representative)
    command.add_argument("--month", required=True, type=arguments.month)
    command.add_argument("--unit", required=True, metavar="部门")
    for name, text in (
        ("--name", "A岗；没有选派的不写"),
        ("--deputy", "B岗"),
        ("--position", "职务"),
        ("--appointment", "任命书文号，或 有、无"),
        ("--document", "授权书文号，或 有、无"),
        ("--seal", "专用章"),
        ("--correction", "已定稿的月份：更正的原因"),
    ):
        command.add_argument(name, default="", help=text)
    for name in ("--issued-on", "--valid-from", "--valid-until"):
        command.add_argument(name, type=date.fromisoformat, metavar="YYYY-MM-DD")
    command.add_argument("--years", type=int, default=0, help="期限几年，从起期或签发日期算起")
    command.add_argument("--endless", action="store_true", help="长期有效")

    command = add("warning-days", WARNING_NAME, _warning_days)
    command.add_argument("days", type=int, metavar="天数")

    command = add("extras", "另外显示哪些指标；一个都不写就都不显示", _extras)
    command.add_argument("names", nargs="*", metavar="指标")

    _add_rules(add("rules", "新的口径版本：部分授权、即办件、零跑动、时限怎样计", _rules))


def _add_rules(command: argparse.ArgumentParser) -> None:
    command.add_argument("--month", required=True, type=arguments.month, help="从哪个月起")
    command.add_argument("--name", required=True, help="口径名称")
    command.add_argument("--document", required=True, help="依据文号")
    for option, text in (
        ("--also", "部分做到的也计入的指标（授权到位率：部分授权；零跑动占比：全程网办）"),
        ("--instead", "按另一列算的指标（即办件占比：承诺时限为0）"),
        ("--out", "豁免的不计入分母的指标（零跑动占比：不宜跑零次）"),
        ("--mean", "另列各项比值平均的指标（时限压缩比）"),
    ):
        command.add_argument(option, action="append", default=[], metavar="指标", help=text)
    command.add_argument(
        "--workdays",
        type=_workdays,
        metavar="月,年,周",
        help="1个月、1年、7个自然日各按几个工作日，如 22,250,7",
    )


def _show(job: Job) -> int:
    month = job.options.month
    board = Board(job.existing_store())
    found = authorisation.power(board, month)
    sent = representatives.delegates(board, month)
    lines, paces = three_in_place.lines(board, month), pace.paces(board, month)
    steps = window_steps.lines(board, month)
    if job.options.json:
        job.say_json(
            {
                "month": arguments.month_key(month),
                "authorisation": _power_json(found) if found else None,
                "representatives": {
                    "shares": [_share_json(one) for one in sent.shares] if sent else [],
                    "rows": {unit: cells_of(row) for unit, row in sent.rows.items()}
                    if sent
                    else {},
                },
                "three_in_place": [_line_json(one) for one in lines],
                "window_steps": [_line_json(one) for one in steps],
                "paces": [_pace_json(one) for one in paces],
            }
        )
        return 0
    job.say(authorisation.sentence(found, month))
    job.say(representatives.sentence(sent))
    for line in (*lines, *steps):
        job.say("\t".join(filter(None, (line.name, line.text, "、".join(line.missing), line.note))))
    for one in paces:
        mean = f"\t{one.mean}" if one.mean else ""
        job.say(f"{one.indicator.short}\t{one.text}\t{one.fraction}\t{one.rule}{mean}")
    if said := representatives.warning(board, month):
        job.say(said)
    return 0


def _power_json(found: Power) -> dict[str, object]:
    value, twin = found.standing.headline, found.standing.twin
    return {
        "percent": value and f"{value.published}",
        "counts": value and value.counts,
        "verified_percent": twin and f"{twin.published}",
        "lists": {one.key: count for one, count in found.listed.items()},
        "exempt": found.exempt,
        "unknown": found.unknown,
        "units": {
            one.unit: {"met": one.met, "counted": one.counted, "verified": one.verified}
            for one in found.units
        },
    }


def _line_json(line: PlaceLine) -> dict[str, object]:
    return {
        "name": line.name,
        "value": line.text,
        "missing": line.missing,
        "unknown": line.unknown,
        "note": line.note,
    }


def _share_json(one: Share) -> dict[str, object]:
    return {
        "name": one.name,
        "percent": None if one.published is None else f"{one.published}",
        "counts": one.counts,
        "lacking": one.lacking,
        "unknown": one.unknown,
    }


def _pace_json(one: Pace) -> dict[str, object]:
    value = one.standing.headline
    return {
        "indicator": one.indicator.key,
        "value": value and f"{value.published}",
        "counts": value and value.counts,
        "unknown": one.unknown,
        "rule": one.rule,
        "mean": one.mean,
    }


def _representative(job: Job) -> int:
    options, store = job.options, job.existing_store()
    appointed, appointment = paper_answer(options.appointment)
    authorised, document = paper_answer(options.document)
    wanted = Representative(
        options.unit,
        options.month,
        options.name,
        options.deputy,
        options.position,
        appointed,
        appointment,
        authorised,
        document,
        options.issued_on,
        options.valid_from,
        None if options.endless else options.valid_until,
        options.endless,
        options.seal,
    )
    version = entered_representatives.enter(
        store,
        wanted,
        Act("", clock.now()),
        expected_version=store.version(),
        years=options.years,
        correction=options.correction,
    )
    return job.say_version(version, f"{options.unit}的首席事务代表已保存。")


def _warning_days(job: Job) -> int:
    store, days = job.existing_store(), job.options.days
    version = store.setting_writes.set_warning_days(
        days, Act("", clock.now()), expected_version=store.version()
    )
    return job.say_version(version, f"{WARNING_NAME}：{days}天。")


def _extras(job: Job) -> int:
    store = job.existing_store()
    wanted = [_named(name, choices()) for name in job.options.names]
    version = store.setting_writes.choose_extras(
        [one.key for one in wanted], Act("", clock.now()), expected_version=store.version()
    )
    return job.say_version(version, f"另外显示的指标：{names_of(wanted)}。")


def _named(name: str, known: tuple[Indicator, ...]) -> Indicator:
    """The indicator of that name or key. Raises GovsvcError."""
    for one in known:
        if name in (one.key, one.short, one.name):
            return one
    raise GovsvcError(
        f"没有“{name}”这项指标可选。",
        f"可选：{'、'.join(one.short for one in known)}。",
        "no_choice",
    )


def _workdays(text: str) -> tuple[int, ...]:
    parts = [int(part) if part.isdecimal() else 0 for part in text.split(",")]
    if len(parts) != 3 or not all(0 < part <= most for part, most in zip(parts, (31, 366, 7))):
        raise argparse.ArgumentTypeError(f"“{text}”不是三个天数，如 22,250,7")
    return tuple(parts)


def _exempt_as(latest: Rules, names: list[str]) -> dict[str, str]:
    """What exempt rows are, with those of the named left out that usually count as all others."""
    able = tuple(one for one in named_indicators() if one.exempt_usually == AS_OTHERS)
    kept = {
        key: treatment
        for key, treatment in latest.exempt_as.items()
        if key not in {one.key for one in able}
    }
    return kept | {_named(name, able).key: TAKEN_OUT for name in names}


def _rules(job: Job) -> int:
    """Adds a version that differs from the latest in what was said; the rest stays."""
    options, store = job.options, job.existing_store()
    versions = store.settings.rule_versions()
    latest = versions[-1].rules if versions else Rules()
    known = named_indicators()

    def keys(names: list[str], fitting: str) -> tuple[str, ...]:
        able = tuple(one for one in known if getattr(one, fitting))
        return tuple(dict.fromkeys(_named(name, able).key for name in names))

    rules = replace(
        latest,
        exempt_as=_exempt_as(latest, options.out),
        also_met=keys(options.also, "also_met"),
        instead=keys(options.instead, "instead"),
        means=keys(options.mean, "sums"),
        workdays_of=options.workdays or latest.workdays_of,
    )
    version = store.setting_writes.change_rules(
        RuleVersion(options.name, options.document, options.month, rules),
        Act("", clock.now()),
        expected_version=store.version(),
    )
    return job.say_version(version, f"“{options.name}”自{month_text(options.month)}起生效。")
