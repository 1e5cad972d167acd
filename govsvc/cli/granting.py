"""python -m govsvc grant: what the apps may do on a server, apart from its administrator."""

import argparse
from pathlib import Path

from govsvc.admin import granting
from govsvc.cli import arguments, operator
from govsvc.domain import database_address
from govsvc.system import clock


def add_to(commands: arguments.Commands, default_database: Path) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "grant",
        help="在服务器上建好这个县的表，授权给看板的数据库用户：操作日志只能加"
        "（用管理员的地址运行）",
    )
    arguments.add_database_of_app(parser, default_database)
    parser.add_argument("role", metavar="数据库用户", help="看板登录数据库的用户，已在服务器上建好")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    database = database_address.resolved(options.database)
    granting.grant(database, options.role, operator.actor(database), clock.now())
    print(f"已授权给数据库用户{options.role}：数据照常读写，操作日志只能加，不能改、不能删。")
    return 0
