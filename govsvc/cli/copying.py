"""python -m govsvc copy: all of a county from one address to another, as from a file to a server.

It wants the apps on both stopped: what is written meanwhile would stay behind.
"""

import argparse
from pathlib import Path

from govsvc.admin import moving
from govsvc.cli import arguments, operator
from govsvc.domain import database_address
from govsvc.system import clock


def add_to(commands: arguments.Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "copy",
        help="把一个县的全部数据、账号和操作日志复制到另一处：数据库文件或服务器（先停止看板）",
    )
    parser.add_argument(
        "source", type=arguments.database, metavar="从", help="文件或服务器上的地址"
    )
    parser.add_argument("target", type=arguments.database, metavar="到", help="空的模式或新的文件")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    source, target = map(database_address.resolved, (options.source, options.target))
    arguments.require_database(source)
    for address in (source, target):
        operator.actor(address)
        if isinstance(address, Path):
            operator.refuse_foreign_accounts(address)
    moved = moving.move(source, target, clock.now())
    what = f"复制{moved.rows:,}行数据" if moved.rows else "数据已在那里，没有再复制"
    print(
        f"{what}（第{moved.version}版），两边逐个值核对一致；"
        f"账号{moved.accounts}个，操作日志{moved.entries:,}条。所有人要重新登录。"
    )
    return 0
