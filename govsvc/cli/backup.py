"""python -m govsvc backup | restore | check.

While the app runs it holds the database: backup and check ask it, restore wants it stopped.
"""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from govsvc.admin import app_client, backup, maintenance
from govsvc.admin.backup import restoring
from govsvc.cli import operator
from govsvc.domain.errors import GovsvcError
from govsvc.store import copies


def add_to(commands, default_database: Path) -> None:
    """Adds the commands."""

    def command(name: str, words: str, run) -> argparse.ArgumentParser:
        parser = commands.add_parser(name, help=words)
        parser.add_argument(
            "--database",
            type=Path,
            default=Path(os.environ.get("GOVSVC_DATABASE") or default_database),
            help="数据库文件；默认为看板用的那一个",
        )
        parser.set_defaults(run=run)
        return parser

    command("backup", "备份一次（看板运行时也可以）", _backup).add_argument(
        "--list", action="store_true", help="列出现有的备份"
    )
    command("check", "检查数据库、操作日志和备份是否完整（看板运行时也可以）", _check)
    parser = command("restore", "用一份备份恢复数据（先停止看板；被替换的数据另存）", _restore)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("backup", nargs="?", type=Path, metavar="备份文件", help="文件名或路径")
    which.add_argument("--last", action="store_true", help="最近一份检查过的备份")
    parser.add_argument(
        "--accounts",
        action="store_true",
        help="账号也恢复成备份时的（所有人要重新登录）；不加则账号不变。操作日志从不恢复",
    )
    which.add_argument("--as-it-is", action="store_true", help="不恢复，确认现有内容可以继续使用")


def _existing(database: Path) -> Path:
    if not database.exists():
        raise GovsvcError(f"找不到数据库：{database}。", "请检查 --database 的路径。", "not_found")
    return database.resolve()


def _backup(options: argparse.Namespace) -> int:
    database = _existing(options.database)
    if options.list:
        for copy in backup.existing(database):
            is_checked = "已检查" if copy.is_checked else "未检查"
            print(
                f"{copy.path.name}\t第{copy.version}版\t{copy.size:,}字节\t"
                f"{backup.REASONS.get(copy.why, copy.why)}\t{is_checked}"
            )
        return 0
    made = app_client.run_or_call_app(
        database, "backup", lambda: maintenance.back_up(operator.store(database), datetime.now())
    )
    for sentence in made["left_out"]:
        print(sentence, file=sys.stderr)
    print(f"已备份并检查：{made['file']}（第{made['version']}版，{made['size']:,}字节）")
    return 0


def _check(options: argparse.Namespace) -> int:
    database = _existing(options.database)
    result = app_client.run_or_call_app(database, "check", lambda: maintenance.check(database))
    for fault in result["faults"]:
        print(fault, file=sys.stderr)
    if result["faults"]:
        print(f"发现{len(result['faults'])}处问题。", file=sys.stderr)
        return 1
    print(
        f"检查通过：第{result['version']}版，{result['rows']:,}行，{result['backups']}份备份，"
        f"{result['entries']:,}条操作日志，没有发现问题。"
    )
    return 0


def _restore(options: argparse.Namespace) -> int:
    database, now = options.database.resolve(), datetime.now()
    by = operator.actor(database)
    if options.as_it_is:
        if options.accounts:
            raise GovsvcError("--accounts 只能和备份一起用。", "数据没有改变。", "wrong_call")
        restored = restoring.accept(database, now, by)
        print(f"按现状继续使用，现为第{restored.version}版。原来的文件另存在：{restored.replaced}")
        return 0
    source = options.backup
    if options.last:
        last = backup.last_checked(database)
        if last is None:
            raise GovsvcError(
                "没有检查过的备份。", f"备份放在{copies.folder(database)}。", "not_found"
            )
        source = last.path
    elif not source.exists():
        source = copies.folder(database) / source.name
    restored = restoring.restore(
        database, source.resolve(), now, by, with_accounts=options.accounts
    )
    accounts = "账号也恢复成了备份时的，所有人要重新登录。" if options.accounts else ""
    print(
        f"已恢复为{source.name}（第{restored.version}版）。{accounts}"
        + (f"被替换的数据另存在：{restored.replaced}" if restored.replaced else "")
    )
    return 0
