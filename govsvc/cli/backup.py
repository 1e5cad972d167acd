"""python -m govsvc backup | restore | check.

Restoring wants the app stopped: it puts another file in place of the one that the app holds open.
"""

import argparse
import sys
from pathlib import Path

from govsvc.admin import backup, maintenance
from govsvc.admin.backup import restoring, restoring_beside
from govsvc.cli import arguments, operator, running
from govsvc.cli.job import Job
from govsvc.domain import database_address
from govsvc.domain.database_address import DatabaseAddress, place
from govsvc.domain.errors import GovsvcError
from govsvc.store import copies, manifest
from govsvc.system import clock


def add_to(commands, default_database: Path) -> None:
    """Adds the commands."""

    def command(name: str, words: str) -> argparse.ArgumentParser:
        parser = commands.add_parser(name, help=words)
        arguments.add_database_of_app(parser, default_database)
        return parser

    parser = command("backup", "备份一次")
    parser.add_argument("--list", action="store_true", help="列出现有的备份")
    running.set_command(parser, _backup)
    running.set_command(command("check", "检查数据库、操作日志和备份是否完整"), _check)
    parser = command("restore", "用一份备份恢复数据（先停止看板；被替换的数据另存）")
    parser.set_defaults(run=_restore)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("backup", nargs="?", type=Path, metavar="备份文件", help="文件名或路径")
    which.add_argument("--last", action="store_true", help="最近一份检查过的备份")
    accounts = parser.add_mutually_exclusive_group()
    accounts.add_argument(
        "--accounts",
        action="store_true",
        help="账号一并恢复为备份时的（所有人要重新登录）；不加则账号不变",
    )
    accounts.add_argument(
        "--only-accounts", action="store_true", help="只恢复账号，数据不变（所有人要重新登录）"
    )
    parser.add_argument(
        "--log", action="store_true", help="更换电脑时一并恢复操作日志；本机已有操作日志的不能用"
    )
    which.add_argument("--as-it-is", action="store_true", help="不恢复，确认现有内容可以继续使用")


def _require(database: DatabaseAddress) -> None:
    if not manifest.is_database_there(database):
        raise GovsvcError(f"找不到数据库：{database}。", "请检查 --database 的路径。", "not_found")


def _backup(job: Job) -> int:
    _require(job.database)
    if job.options.list:
        for copy in backup.existing(place(job.database)):
            is_checked = "已检查" if copy.is_checked else "未检查"
            job.say(
                f"{copy.path.name}\t第{copy.version}版\t{copy.size:,}字节\t"
                f"{backup.REASONS.get(copy.why, copy.why)}\t{is_checked}"
            )
        return 0
    made = maintenance.back_up(job.store(), clock.now())
    if made["trouble"]:
        job.complain(f"已备份，但有问题：{made['trouble']}")
    job.say(f"已备份并检查：{made['file']}（第{made['version']}版，{made['size']:,}字节）")
    return 0


def _check(job: Job) -> int:
    _require(job.database)
    result = maintenance.check(job.database)
    for fault in result["faults"]:
        job.complain(fault)
    if result["faults"]:
        job.complain(f"发现{len(result['faults'])}处问题。")
        return 1
    job.say(
        f"检查通过：第{result['version']}版，{result['rows']:,}行，{result['backups']}份备份，"
        f"{result['entries']:,}条操作日志，没有发现问题。"
    )
    return 0


def _restore(options: argparse.Namespace) -> int:
    database, now = database_address.resolved(options.database), clock.now()
    if not isinstance(database, Path):
        raise GovsvcError.of("server_not_restored")
    by = operator.actor(database)
    _refuse_wrong_call(options)
    if options.as_it_is:
        restored = restoring.accept(database, now, by)
        print(f"按现状继续使用，现为第{restored.version}版。原来的文件另存在：{restored.replaced}")
        return 0
    source = _source(options, database)
    if options.only_accounts:
        restored = restoring.restore_accounts(database, source, now, by)
        done, what = f"账号已恢复为{source.name}里的，所有人要重新登录；数据没有改变。", "账号文件"
    else:
        restored = restoring.restore(
            database, source, now, by, with_accounts=options.accounts, with_log=options.log
        )
        accounts = "账号已一并恢复为备份时的，所有人要重新登录。" if options.accounts else ""
        log = "操作日志已一并恢复。" if options.log else ""
        done, what = f"已恢复为{source.name}（第{restored.version}版）。{accounts}{log}", "数据"
    print(done + (f"被替换的{what}另存在：{restored.replaced}" if restored.replaced else ""))
    if restored.are_accounts_lost:
        print(
            "数据原来有账号，这里还没有：请再运行 restore --last --only-accounts 恢复账号，"
            "在这之前谁也不能登录和查看。",
            file=sys.stderr,
        )
    return 0


def _refuse_wrong_call(options: argparse.Namespace) -> None:
    """Raises GovsvcError where options do not go together."""
    if options.as_it_is and (options.accounts or options.only_accounts or options.log):
        raise GovsvcError(
            "--accounts、--only-accounts、--log 只能和备份一起用。", "数据没有改变。", "wrong_call"
        )
    if options.only_accounts and options.log:
        raise GovsvcError(
            "--log 只能和数据一起恢复，不能和 --only-accounts 一起用。",
            "数据没有改变。",
            "wrong_call",
        )


def _source(options: argparse.Namespace, database: Path) -> Path:
    """The backup that is meant. Raises GovsvcError where there is none for --last."""
    if not options.last:
        named = options.backup
        return (named if named.exists() else copies.folder(database) / named.name).resolve()
    for copy in backup.existing(database):
        if copy.is_checked and (
            not options.only_accounts or restoring_beside.has_accounts(copy.path)
        ):
            return copy.path
    raise GovsvcError(
        "没有检查过的备份" + ("带有账号。" if options.only_accounts else "。"),
        f"备份放在{copies.folder(database)}。",
        "not_found",
    )
