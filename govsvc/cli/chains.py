"""python -m govsvc chains …: 一件事, without a screen."""

import argparse
from functools import partial

from govsvc.board import Board
from govsvc.board.chain_period import ChainPeriod, saving_text, state_text
from govsvc.cli import arguments, running
from govsvc.cli.job import Job
from govsvc.domain.chains import REDUCTION, Chain, Reduction
from govsvc.domain.chains.links import Link
from govsvc.domain.rates import percent_text
from govsvc.importing import chain_list
from govsvc.store import Act
from govsvc.system import clock


def add_to(commands: arguments.Commands) -> None:
    """Adds the commands."""
    parser = commands.add_parser("chains", help="一件事：落地率、有办件率、减幅、链上断点、办件量")
    actions = parser.add_subparsers(required=True, metavar="动作")

    add = partial(running.add_action, actions)

    command = add("rates", "落地率、上线率、有办件率、减幅，上线零办件的名单", _rates)
    command.add_argument("--month", required=True, type=arguments.month)
    command.add_argument("--cumulative", action="store_true", help="1—N月累计")

    command = add("links", "链上断点：关联事项未网办、未进驻、未授权或已不在清单", _links)
    command.add_argument("--month", required=True, type=arguments.month)

    command = add("cases", "填写某月一件事的办件量", _cases)
    command.add_argument("--month", required=True, type=arguments.month)
    command.add_argument("--correction", default="", help="已定稿的月份：更正的原因")
    command.add_argument("cases", nargs="+", type=_count, metavar="一件事=件数")

    command = add("setting", f"{REDUCTION.name}的算法", _setting)
    command.add_argument("value", choices=list(REDUCTION.choices))


def _rates(job: Job) -> int:
    options = job.options
    period = Board(job.existing_store()).chains.period(options.month, options.cumulative)
    if options.json:
        job.say_json(_period_json(period))
        return 0
    job.say(period.sentence)
    for value in period.values:
        job.say(
            f"{value.rate.name}\t{percent_text(value.published)}\t{value.fraction_text}"
            f"\t{value.rate.definition}"
        )
    for one in period.reductions:
        job.say(f"{saving_text(one)}\t{one.things}个一件事\t{period.way_text}")
    job.say(f"办件量\t{period.case_count}件")
    for chain in period.without_cases:
        job.say(f"上线零办件\t{chain.name}\t{chain.unit}")
    for gap in period.gaps:
        job.say(gap)
    return 0


def _period_json(period: ChainPeriod) -> dict[str, object]:
    return {
        "period": period.name,
        "listed_in": period.listed_in and arguments.month_key(period.listed_in),
        "things": len(period.chains),
        "items": period.bodies.items,
        "units": period.bodies.units,
        "cases": period.case_count,
        "rates": {
            value.rate.key: {
                "name": value.rate.name,
                "percent": None if value.published is None else f"{value.published}",
                "fraction": value.fraction_text,
                "unknown": value.unknown,
                "definition": value.rate.definition,
            }
            for value in period.values
        },
        "reductions": {one.saving.key: _reduction_json(one) for one in period.reductions},
        "way": period.way_text,
        "online_without_cases": [_chain_json(one) for one in period.without_cases],
        "without_number": [_chain_json(one) for one in period.unreported],
        "unlisted": list(dict.fromkeys(one.name for one in period.unlisted)),
        "gaps": period.gaps,
        "sentence": period.sentence,
    }


def _reduction_json(one: Reduction) -> dict[str, object]:
    return {
        "name": one.saving.name,
        "percent": None if one.published is None else f"{one.published}",
        "before": one.before,
        "after": one.after,
        "things": one.things,
        "unknown": one.unknown,
    }


def _chain_json(chain: Chain) -> dict[str, str]:
    return {"name": chain.name, "unit": chain.unit, "state": state_text(chain)}


def _links(job: Job) -> int:
    links = Board(job.existing_store()).chains.links(job.options.month)
    if job.options.json:
        job.say_json(
            {
                "has_items": links.has_items,
                "things": [one.name for one in links.chains],
                "breaks": [_link_json(one) for one in links.breaks],
                "unmatched": [_link_json(one) for one in links.unmatched],
                "outside": links.outside,
                "sentence": links.sentence,
            }
        )
        return 0
    job.say(links.sentence)
    for one in (*links.breaks, *links.unmatched):
        job.say(f"{one.chain.name}\t{one.item}\t{one.unit}\t{one.reason}")
    return 0


def _link_json(link: Link) -> dict[str, str]:
    return {
        "thing": link.chain.name,
        "item": link.item,
        "unit": link.unit,
        "reason": link.reason,
    }


def _count(text: str) -> tuple[str, int]:
    """企业开办=48 → the thing and its number."""
    name, _, number = text.rpartition("=")
    if not name.strip() or not (number.strip().isascii() and number.strip().isdecimal()):
        raise argparse.ArgumentTypeError(f"“{text}”不是 名称=整数，如 企业开办=48")
    return name.strip(), int(number)


def _cases(job: Job) -> int:
    options, store = job.options, job.existing_store()
    version = chain_list.save_cases(
        store,
        options.month,
        dict(options.cases),
        Act("", clock.now()),
        expected_version=store.version(),
        correction=options.correction,
    )
    return job.say_version(version, f"{len(options.cases)}个一件事的办件量已保存。")


def _setting(job: Job) -> int:
    store, value = job.existing_store(), job.options.value
    version = store.feedback_writes.choose(
        REDUCTION, value, Act("", clock.now()), expected_version=store.version()
    )
    return job.say_version(version, f"{REDUCTION.name}：{REDUCTION.choices[value]}。")
