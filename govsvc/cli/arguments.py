"""Arguments of several commands, and how all of them print."""

import argparse
import json
import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TextIO, TypeAlias

from govsvc.domain import database_address
from govsvc.domain.database_address import DatabaseAddress
from govsvc.domain.errors import GovsvcError
from govsvc.domain.roster import Roster

#: what `add_subparsers` gives
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
#: where this machine keeps what belongs to a server's data and lies here, unless GOVSVC_FOLDER says
#: another folder
_FOLDER = Path(__file__).resolve().parents[2] / "data"
MOST_WORKDAYS = 250


def month(text: str) -> date:
    """2026-09 as the first of that month. Raises ArgumentTypeError."""
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"月份应写作 2026-09，不是 {text}") from None


def workdays(text: str) -> int:
    """How many workdays somebody is given, as many as the pages allow. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST_WORKDAYS):
        raise argparse.ArgumentTypeError(f"应为1至{MOST_WORKDAYS}的整数，不是 {text}")
    return int(text)


def unit_names(texts: Iterable[str], roster: Roster) -> set[str]:
    """The units that go by these names, as they are called and as what they were merged into.

    Raises GovsvcError where the roster lacks one.
    """
    names: set[str] = set()
    for text in texts:
        unit = roster.resolve(text)
        if unit is None:
            raise GovsvcError.of("unknown_unit", unit=text)
        names |= {unit.name, roster.successor(unit.name)}
    return names


def month_key(month: date | None) -> str | None:
    """2026-09, as JSON has a month."""
    return f"{month:%Y-%m}" if month else None


def same_unit(text: str) -> tuple[str, str]:
    """住建局=住房和城乡建设局 as (name in the sheet, name of the unit).

    Raises ArgumentTypeError.
    """
    written, mark, name = text.replace("＝", "=").partition("=")
    if not (written.strip() and mark and name.strip()):
        raise argparse.ArgumentTypeError(
            f"应写作 表中写法=单位名称，如 住建局=住房和城乡建设局，不是 {text}"
        )
    return written.strip(), name.strip()


def add_unit_answers(parser: argparse.ArgumentParser) -> None:
    """Arguments that say which unit a name is that the roster lacks; `unit_answers` reads them."""
    parser.add_argument(
        "--same",
        action="append",
        default=[],
        type=same_unit,
        metavar="表中写法=单位名称",
        help="表中的单位名称就是名录里的这个单位；可多次",
    )
    parser.add_argument(
        "--new-unit",
        action="append",
        default=[],
        metavar="单位名称",
        help="表中的这个名称是新单位；可多次",
    )


def unit_answers(options: argparse.Namespace) -> dict[str, str]:
    """Name in the sheet → the unit that it is, "" for a new one."""
    return {**dict.fromkeys(options.new_unit, ""), **dict(options.same)}


def meaning(text: str) -> tuple[str, str]:
    """会后一周=5个工作日 as (wording in the sheet, what it means). Raises ArgumentTypeError."""
    written, mark, means = text.replace("＝", "=").partition("=")
    if not (written.strip() and mark and means.strip()):
        raise argparse.ArgumentTypeError(
            f"应写作 表中写法=意思，如 会后一周=5个工作日，不是 {text}"
        )
    return written.replace(" ", ""), means.strip()


def add_database_of_app(parser: argparse.ArgumentParser, default: Path) -> None:
    """Adds --database, by default that of the app: GOVSVC_DATABASE, else `default`."""
    parser.add_argument(
        "--database",
        type=database,
        default=os.environ.get("GOVSVC_DATABASE") or str(default),
        help="数据库文件，或服务器上的地址；默认为看板用的那一个",
    )


def add_database(
    parser: argparse.ArgumentParser, help_text: str = "数据库文件，或服务器上的地址"
) -> None:
    """Adds --database, which may be left out where GOVSVC_DATABASE says it: an address with a
    password does not belong on the command line.
    """
    known = os.environ.get("GOVSVC_DATABASE")
    parser.add_argument(
        "--database", required=not known, default=known, type=database, help=help_text
    )


def database(text: str) -> DatabaseAddress:
    """A file's path, or the address of a server's schema. Raises ArgumentTypeError, whose words
    repeat no part of it: any may be one of a password.
    """
    folder = Path(os.environ.get("GOVSVC_FOLDER") or _FOLDER).absolute()
    try:
        return database_address.read(text, folder)
    except GovsvcError as error:
        raise argparse.ArgumentTypeError(f"{error.title}{error.step}") from None


def require_database(address: DatabaseAddress) -> None:
    """Raises GovsvcError where there is no such database file."""
    if isinstance(address, Path) and not address.is_file():
        raise GovsvcError(
            f"没有这个数据库文件：{address}。",
            "请先用 import 导入，或检查 --database 的路径。",
            "not_found",
        )


def print_json(value: object, out: TextIO | None = None) -> None:
    """Prints on `out`, standard output where none is given."""
    print(json.dumps(value, ensure_ascii=False, indent=1), file=out)
