"""python -m govsvc user …: the accounts."""

import argparse
from pathlib import Path

from govsvc.admin import users
from govsvc.admin.app_client import Answer
from govsvc.cli import arguments, running
from govsvc.cli.job import Command, Job
from govsvc.security import ROLES
from govsvc.system import clock


def add_to(commands, default_database: Path) -> None:
    """Adds the commands."""
    parser = commands.add_parser("user", help="账号：列出、新增、改角色、重置密码、停用、启用")
    actions = parser.add_subparsers(required=True, metavar="动作")

    def action(
        name: str, words: str, run: Command, has_name: bool = True
    ) -> argparse.ArgumentParser:
        command = actions.add_parser(name, help=words)
        arguments.add_database_of_app(command, default_database)
        if has_name:
            command.add_argument("name", metavar="账号")
        running.set_command(command, run)
        command.set_defaults(action=name, role=None, unit=[], all_units=False)
        return command

    roles = "、".join(role.name for role in ROLES)
    action("list", "全部账号", _list, has_name=False)
    command = action("add", "新增账号，显示一次性密码", _with_password)
    command.add_argument("--role", required=True, metavar="角色", help=roles)
    command.add_argument(
        "--unit", action="append", metavar="单位", help="填报只限这个部门或乡镇；可多次"
    )
    command = action("role", "改角色，或改填报限哪些单位；账号要重新登录", _changed)
    command.add_argument("role", metavar="角色", help=roles)
    limits = command.add_mutually_exclusive_group()
    limits.add_argument(
        "--unit", action="append", metavar="单位", help="填报只限这个部门或乡镇；可多次；不写则不变"
    )
    limits.add_argument("--all-units", action="store_true", help="填报不限单位")
    action(
        users.BEGIN_ANEW,
        "账号文件丢失又没有备份时，重新设一名管理员，显示一次性密码；登录后才能查看",
        _begun_anew,
    )
    action("reset", "重置密码，显示一次性密码；账号要重新登录", _with_password)
    action("disable", "停用账号，已登录的立即退出", _changed)
    action("enable", "重新启用停用的账号", _changed)


def _run(job: Job) -> Answer:
    options = job.options
    values = {
        "action": options.action,
        "name": getattr(options, "name", ""),
        "role": options.role,
        "units": options.unit or [],
        "is_all": options.all_units,
    }
    return users.run(job.accounts(), job.database, values, clock.now())


def _list(job: Job) -> int:
    answer = _run(job)
    for account in answer["accounts"]:
        limit = f"（限{'、'.join(account['units'])}）" if account["units"] else ""
        job.say(
            f"{account['name']}\t{account['role']}{limit}\t{account['state']}\t上次登录 "
            f"{account['seen_at'][:16] or '—'}"
        )
    job.say("不登录也可以查看。" if answer["is_open"] else "登录后才能查看。")
    return 0


def _with_password(job: Job) -> int:
    answer = _run(job)
    job.say(_words(answer["account"]))
    job.say(f"一次性密码（只显示这一次，登录后要换成自己的）：{answer['password']}")
    return 0


def _begun_anew(job: Job) -> int:
    _with_password(job)
    job.say(
        "从现在起登录后才能查看，统一身份登录没有规则的人不许进入；要放开的，登录后在“账号”页改。"
        "原来的其他账号请重新添加。"
    )
    return 0


def _changed(job: Job) -> int:
    job.say(_words(_run(job)["account"]))
    return 0


def _words(account: dict) -> str:
    limit = f"（限{'、'.join(account['units'])}）" if account["units"] else ""
    return f"{account['name']}：{account['role']}{limit}，{account['state']}"
