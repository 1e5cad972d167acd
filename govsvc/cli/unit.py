"""python -m govsvc unit …: the roster without a screen."""

import argparse
from collections.abc import Callable

from govsvc.cli import arguments, running
from govsvc.cli.job import Command, Job
from govsvc.domain.months import month_text
from govsvc.domain.roster import ROSTER_HEADERS, Roster, roster_cells
from govsvc.security import COMMAND_LINE
from govsvc.store import Act
from govsvc.system import clock


def add_to(commands: arguments.Commands) -> None:
    """Adds the command with its actions."""
    parser = commands.add_parser("unit", help="单位名录：列出、改名、合并、加别名")
    actions = parser.add_subparsers(required=True, metavar="操作")

    def action(
        name: str, words: str, run: Command, *positional: tuple[str, str]
    ) -> argparse.ArgumentParser:
        command = actions.add_parser(name, help=words)
        for argument, metavar in positional:
            command.add_argument(argument, metavar=metavar)
        arguments.add_database(command)
        running.set_command(command, run)
        return command

    action("list", "全部部门和乡镇", _list_units).add_argument("--json", action="store_true")
    action("rename", "改名，原名称仍可识别", _rename_unit, ("old", "原名称"), ("new", "新名称"))
    action(
        "merge",
        "从某月起一个单位并入另一个",
        _merge_unit,
        ("name", "被并单位"),
        ("into", "并入单位"),
    ).add_argument("--month", required=True, type=arguments.month)
    action("alias", "加一个简称或别的写法", _alias_unit, ("name", "单位名称"), ("alias", "别名"))


def _list_units(job: Job) -> int:
    roster = job.existing_store().settings.roster()
    if job.options.json:
        job.say_json({"units": [dict(roster_cells(unit)) for unit in roster.units]})
    else:
        job.say("\t".join(ROSTER_HEADERS))
        for unit in roster.units:
            job.say("\t".join(text for _, text in roster_cells(unit)))
    return 0


def _rename_unit(job: Job) -> int:
    return _save(
        job,
        lambda roster: roster.renamed(job.options.old, job.options.new),
        f"已把“{job.options.old}”改名为“{job.options.new}”，各月的数据仍是同一单位。",
    )


def _merge_unit(job: Job) -> int:
    return _save(
        job,
        lambda roster: roster.merged(job.options.name, job.options.into, job.options.month),
        f"从{month_text(job.options.month)}起，“{job.options.name}”并入“{job.options.into}”。",
    )


def _alias_unit(job: Job) -> int:
    return _save(
        job,
        lambda roster: roster.aliased(job.options.name, job.options.alias),
        f"以后“{job.options.alias}”即“{job.options.name}”。",
    )


def _save(job: Job, change: Callable[[Roster], Roster], done: str) -> int:
    store = job.existing_store()
    version = store.version()
    store.setting_writes.save_roster(
        change(store.settings.roster()),
        Act(COMMAND_LINE.name, clock.now(), reason=done),
        expected_version=version,
    )
    job.say(done)
    return 0
