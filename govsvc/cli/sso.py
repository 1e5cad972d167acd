"""python -m govsvc sso: who gets which role through single sign-on.

Works while the app runs: it asks for the rules anew each time.
"""

import argparse
import os
from datetime import datetime
from pathlib import Path

from govsvc.security import CONSOLE
from govsvc.security.roles import BARRED, ROLES, VIEWER
from govsvc.security.sso import GIVEN, KINDS, Single


def add_to(commands, default_database: Path) -> None:
    """Adds the command with its actions."""
    actions = commands.add_parser(
        "sso", help="统一身份登录：按邮箱、邮箱域名或组给角色"
    ).add_subparsers(required=True, metavar="操作")

    def action(name: str, words: str, run) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=words)
        parser.add_argument(
            "--database",
            type=Path,
            default=Path(os.environ.get("GOVSVC_DATABASE") or default_database),
            help="数据库文件；默认为看板用的那一个",
        )
        parser.set_defaults(run=run)
        return parser

    action("list", "列出全部规则", _list)
    for name, words, run in (
        ("give", "给一个邮箱、域名或组一个角色", _give),
        ("take", "去掉一条规则", _take),
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
                choices=[role.key for role in GIVEN],
                help="、".join(f"{role.key} {role.name}" for role in GIVEN),
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
    action("claim", "身份平台放组的字段名，默认 groups", _claim).add_argument(
        "name", metavar="字段名"
    )


def _single(options: argparse.Namespace) -> Single:
    return Single(options.database.resolve())


def _list(options: argparse.Namespace) -> int:
    single = _single(options)
    for rule in single.rules():
        print(rule.says)
    print(f"没有规则的人：{single.unknown().name}\n组的字段：{single.claim()}")
    return 0


def _give(options: argparse.Namespace) -> int:
    role = next(role for role in GIVEN if role.key == options.role)
    rule = _single(options).give(
        options.kind, options.value, role, options.unit, CONSOLE, datetime.now()
    )
    print(f"已保存，立即生效：{rule.says}")
    return 0


def _take(options: argparse.Namespace) -> int:
    _single(options).take(options.kind, options.value, CONSOLE, datetime.now())
    print("已去掉，立即生效。")
    return 0


def _unknown(options: argparse.Namespace) -> int:
    role = next(role for role in (*ROLES, BARRED) if role.key == options.role)
    _single(options).set_unknown(role, CONSOLE, datetime.now())
    print(f"没有规则的人：{role.name}，立即生效。")
    return 0


def _claim(options: argparse.Namespace) -> int:
    _single(options).set_claim(options.name, CONSOLE, datetime.now())
    print(f"组的字段：{options.name}，下次登录起生效。")
    return 0
