"""python -m govsvc sso: who gets which role through single sign-on."""

import argparse
from pathlib import Path

from govsvc.cli import arguments, running
from govsvc.cli.job import Command, Job
from govsvc.security import COMMAND_LINE
from govsvc.security.roles import BARRED, ROLES, VIEWER
from govsvc.security.sso_rules import GRANTABLE, KINDS
from govsvc.system import clock


def add_to(commands, default_database: Path) -> None:
    """Adds the command with its actions."""
    actions = commands.add_parser(
        "sso", help="统一身份登录：按邮箱、邮箱域名或组给角色"
    ).add_subparsers(required=True, metavar="操作")

    def action(name: str, words: str, run: Command) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=words)
        arguments.add_database_of_app(parser, default_database)
        running.set_command(parser, run)
        return parser

    action("list", "列出全部规则", _list)
    for name, words, run in (
        ("give", "给一个邮箱、域名或组一个角色", _give),
        ("take", "删除一条规则", _take),
    ):
        parser = action(name, words, run)
        parser.add_argument(
            "kind",
            choices=list(KINDS),
            metavar="|".join(KINDS),
            help="、".join(f"{key} {word}" for key, word in KINDS.items()),
        )
        parser.add_argument("value", metavar="邮箱|域名|组")
        if run is _give:
            parser.add_argument(
                "--role",
                required=True,
                choices=[role.key for role in GRANTABLE],
                help="、".join(f"{role.key} {role.name}" for role in GRANTABLE),
            )
            parser.add_argument(
                "--unit",
                action="append",
                default=[],
                metavar="部门或乡镇",
                help="填报只限这个部门或乡镇；可多次",
            )
    action("unknown", "没有规则的人：查阅，或不许进入", _unknown).add_argument(
        "role",
        choices=[VIEWER.key, BARRED.key],
        help=f"{VIEWER.key} {VIEWER.name}、{BARRED.key} {BARRED.name}",
    )
    action("claim", "身份平台中组的字段名，默认 groups", _claim).add_argument(
        "name", metavar="字段名"
    )


def _list(job: Job) -> int:
    sso = job.single_sign_on()
    for rule in sso.rules():
        job.say(rule.description)
    job.say(f"没有规则的人：{sso.default_role().name}\n组的字段：{sso.groups_claim()}")
    return 0


def _give(job: Job) -> int:
    options = job.options
    role = next(role for role in GRANTABLE if role.key == options.role)
    rule = job.single_sign_on().set_rule(
        options.kind, options.value, role, options.unit, COMMAND_LINE, clock.now()
    )
    job.say(f"已保存，立即生效：{rule.description}")
    return 0


def _take(job: Job) -> int:
    options = job.options
    job.single_sign_on().remove_rule(options.kind, options.value, COMMAND_LINE, clock.now())
    job.say("已删除，立即生效。")
    return 0


def _unknown(job: Job) -> int:
    role = next(role for role in (*ROLES, BARRED) if role.key == job.options.role)
    job.single_sign_on().set_default_role(role, COMMAND_LINE, clock.now())
    job.say(f"没有规则的人：{role.name}，立即生效。")
    return 0


def _claim(job: Job) -> int:
    job.single_sign_on().set_groups_claim(job.options.name, COMMAND_LINE, clock.now())
    job.say(f"组的字段：{job.options.name}，下次登录起生效。")
    return 0
