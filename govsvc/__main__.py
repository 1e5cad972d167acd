"""python -m govsvc COMMAND: see README.

JSON on standard output with --json; reasons on standard error.
"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from govsvc import demo
from govsvc.admin import offline_bundle
from govsvc.board import Board
from govsvc.cli import backup, operator, sso, user
from govsvc.cli import month as month_commands
from govsvc.documents import template
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import BULLETIN_SOURCE, OWN, SOURCES
from govsvc.domain.issue_groups import grouped
from govsvc.domain.mappings import Choices
from govsvc.domain.months import month_text
from govsvc.domain.rates import percent_text
from govsvc.domain.roster import ROSTER_HEADERS, Roster, roster_cells
from govsvc.exports import export, problem_tables
from govsvc.importing import pipeline
from govsvc.importing.validation.unknown_units import unknown_text
from govsvc.security import COMMAND_LINE
from govsvc.sheets.formats.archives import SUFFIXES
from govsvc.store import Act
from govsvc.workflow import collecting


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; gives the exit code: 0 done, 1 refused (reason on standard error), 2 wrong
    call.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except GovsvcError as error:
        print(f"{error.title} {error.step}".strip(), file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads, as head, has read enough
        sys.stdout = None
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m govsvc", description="政务服务指标看板的命令行"
    )
    commands = parser.add_subparsers(required=True, metavar="命令")

    command = commands.add_parser("import", help="导入一个或多个表格")
    command.add_argument("files", nargs="+", type=Path, metavar="文件")
    command.add_argument(
        "--database", required=True, type=Path, help="数据库文件；没有就新建一个空的"
    )
    command.add_argument("--home", help="本县名称，如 云溪县")
    command.add_argument("--month", type=_month, help="表中没有写明月份时的数据月份，如 2026-09")
    command.add_argument(
        "--replace", action="store_true", help="整月替换：文件中没有的部门、乡镇、县也从该月移除"
    )
    command.add_argument(
        "--changes",
        action="store_true",
        help="只报变化（增减变更）：按编码替换或增加，其余各行不动",
    )
    command.add_argument(
        "--correction", default="", metavar="原因", help="月份已定稿时的更正原因，存为更正版"
    )
    command.add_argument("--strict", action="store_true", help="有任何错误就不导入")
    command.add_argument("--dry-run", action="store_true", help="只检查，不保存")
    command.add_argument(
        "--same",
        action="append",
        default=[],
        type=_same,
        metavar="表中写法=单位名称",
        help="表中的单位名称就是名录里的这个单位；可多次",
    )
    command.add_argument(
        "--new-unit",
        action="append",
        default=[],
        metavar="单位名称",
        help="表中的这个名称是新单位；可多次",
    )
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_import)

    command = commands.add_parser("rates", help="某月的指标值与排名")
    command.add_argument("--database", required=True, type=Path)
    command.add_argument("--month", required=True, type=_month)
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_rates)

    command = commands.add_parser("problems", help="某月的一张问题清单")
    command.add_argument(
        "list_key",
        choices=[x.key for x in indicators.LISTS],
        metavar="清单",
        help="、".join(x.key for x in indicators.LISTS),
    )
    command.add_argument("--database", required=True, type=Path)
    command.add_argument("--month", required=True, type=_month)
    where = command.add_mutually_exclusive_group()
    where.add_argument("--json", action="store_true")
    where.add_argument("--out", type=Path, metavar="文件.xlsx|.csv")
    command.set_defaults(run=_problems)

    command = commands.add_parser(
        "template", help="空白模板；加 --month、--unit 或 --each 为带上月各行的预填模板"
    )
    command.add_argument("out", type=Path, metavar="文件.xlsx|文件夹")
    command.add_argument("--database", type=Path, help="从中取下拉选项的名单和上月的行")
    command.add_argument("--month", type=_month, help="要填报的月份；默认为最近一个月的下一个月")
    which = command.add_mutually_exclusive_group()
    which.add_argument("--unit", metavar="部门或乡镇", help="只填这个部门或乡镇")
    which.add_argument("--each", action="store_true", help="每个部门、乡镇一份，写入文件夹")
    command.set_defaults(run=_template)

    _unit_parser(commands.add_parser("unit", help="单位名录：列出、改名、合并、加别名"))
    month_commands.add_to(commands, _month, _existing)
    offline_bundle.add_to(commands)
    default_database = Path(__file__).resolve().parents[1] / "data" / "govsvc.duckdb"
    backup.add_to(commands, default_database)
    user.add_to(commands, default_database)
    sso.add_to(commands, default_database)

    command = commands.add_parser("demo", help="把演示月份写成表格")
    command.add_argument("--out", required=True, type=Path, metavar="文件夹")
    command.set_defaults(run=_demo)
    return parser


def _unit_parser(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="操作")

    def action(name: str, words: str, run, *arguments: tuple[str, str]) -> argparse.ArgumentParser:
        command = actions.add_parser(name, help=words)
        for place, metavar in arguments:
            command.add_argument(place, metavar=metavar)
        command.add_argument("--database", required=True, type=Path)
        command.set_defaults(run=run)
        return command

    action("list", "全部部门和乡镇", _list_units).add_argument("--json", action="store_true")
    action("rename", "改名，原来的名称仍然认得", _rename_unit, ("old", "原名称"), ("new", "新名称"))
    action(
        "merge",
        "从某月起一个单位并入另一个",
        _merge_unit,
        ("name", "被并单位"),
        ("into", "并入单位"),
    ).add_argument("--month", required=True, type=_month)
    action("alias", "加一个简称或别的写法", _alias_unit, ("name", "单位名称"), ("alias", "别名"))


def _same(text: str) -> tuple[str, str]:
    written, mark, name = text.replace("＝", "=").partition("=")
    if not (written.strip() and mark and name.strip()):
        raise argparse.ArgumentTypeError(
            f"应写作 表中写法=单位名称，如 住建局=住房和城乡建设局，不是 {text}"
        )
    return written.strip(), name.strip()


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"月份应写作 2026-09，不是 {text}") from None


def _month_key(month: date | None) -> str | None:
    return month and f"{month:%Y-%m}"


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _import(options: argparse.Namespace) -> int:
    missing = [path for path in options.files if not path.exists()]
    if missing:
        raise GovsvcError(f"找不到文件：{missing[0]}。", "请检查文件名和所在文件夹。", "not_found")
    files = [(name, path.read_bytes()) for given in options.files for name, path in _files(given)]
    if not files:
        raise GovsvcError("文件夹里没有可以读取的文件。", "请检查文件夹是否选对。", "empty_folder")
    store = operator.store(options.database)
    answers = {**dict.fromkeys(options.new_unit, ""), **dict(options.same)}
    plan = pipeline.plan(
        store,
        files,
        home=options.home,
        month=options.month,
        choices=Choices(units=answers),
        is_changes=options.changes,
        today=date.today(),
    )
    reason = ""
    if plan.refused:
        reason = "\n".join(
            f"{file.file}：{file.refused.title} {file.refused.step}".strip()
            for file in plan.refused
        )
    elif options.strict and plan.error_count:
        reason = f"共有{plan.error_count}处错误，--strict 要求无错误才导入，未保存。"
    elif plan.unknown and not options.dry_run:
        reason = unknown_text(plan.unknown)
    is_committed = bool(plan.batches) and not reason and not options.dry_run
    version = plan.version
    if is_committed:
        version = pipeline.commit(
            store,
            plan,
            who=COMMAND_LINE.name,
            when=datetime.now(),
            drop_others=options.replace,
            correction=options.correction,
        )
    if options.json:
        unknown = (
            {"unknown_units": [_unknown_json(unit) for unit in plan.unknown]}
            if plan.unknown
            else {}
        )
        _print_json(
            {
                "committed": is_committed,
                "version": version,
                **unknown,
                "files": [_file_json(file) for file in plan.files],
            }
        )
    else:
        _print_import(plan, is_committed, options)
    if reason:
        print(reason, file=sys.stderr)
    return 1 if reason else 0


def _files(given: Path) -> list[tuple[str, Path]]:
    """(name, path) of a file, or of all tables and archives in a folder and its folders; hidden and
    lock files are none.
    """
    if given.is_file():
        return [(given.name, given)]
    found = sorted(
        path.relative_to(given)
        for path in given.rglob("*")
        if path.is_file() and path.suffix.lower() in SUFFIXES
    )
    return [
        (path.as_posix(), given / path)
        for path in found
        if not any(part.startswith((".", "~$")) for part in path.parts)
    ]


def _file_json(file) -> dict:
    issues = [issue.as_dict() for issue in file.issues]
    if file.refused:
        issues.append(
            {
                "sheet": "",
                "cell": None,
                "severity": "error",
                "code": file.refused.code,
                "message": file.refused.title,
                "found": "",
                "expected": file.refused.step,
            }
        )
    return {
        "file": file.file,
        "month": _month_key(file.month),
        "sheets": [
            {"sheet": s.sheet, "kind": s.kind, "rows": s.rows, "left_out": s.left_out}
            for s in file.sheets
        ],
        "issues": issues,
    }


def _print_import(plan: pipeline.Plan, is_committed: bool, options: argparse.Namespace) -> None:
    for file in plan.files:
        month = month_text(file.month) if file.month else "—"
        print(
            f"{file.file}（{month}）"
            + ("：以前已导入，内容未变" if file.file in plan.already else "")
        )
        for sheet in file.sheets:
            kind = indicators.KINDS.get(sheet.kind, "未识别，未读取")
            print(
                f"  {sheet.sheet}：{kind}，{sheet.rows}行"
                + (f"，其中{sheet.left_out}行未计入" if sheet.left_out else "")
            )
        for note in file.notes:
            print(f"  {note}")
        for group in grouped([(file.file, file.issues)]):
            print(
                f"  {'错误' if group.severity == 'error' else '提示'} {group.place} {group.message}"
            )
    for unit in plan.unknown:
        print(
            f"名录中没有的{unit.word}：{unit.text}（{unit.rows}行）"
            + (f"，最接近 {unit.near.name}" if unit.near else "")
        )
    for change in plan.replacements:
        word = "移除" if options.replace else "保留"
        if change.kept:
            print(
                f"{month_text(change.month)}{indicators.KINDS[change.kind]}：{word}文件中没有"
                f"的{'、'.join(change.kept)}"
            )
    print("已保存。" if is_committed else "未保存。")


def _rates(options: argparse.Namespace) -> int:
    board = Board(collecting.as_published(_existing(options.database), options.month))
    if options.month not in board.months() and not options.json:
        raise GovsvcError(f"{month_text(options.month)}没有数据。", "请核对月份。", "month_empty")
    counties: dict[str, dict] = {}
    own: dict[str, dict] = {}
    for indicator in indicators.INDICATORS:
        ranks = board.values.ranks(indicator, options.month)
        for county in board.values.counties_of(indicator, options.month):
            value = board.values.bulletin(indicator, options.month, county)
            source = BULLETIN_SOURCE
            if value is None and county == board.home_name():
                value, source = board.values.own(indicator, options.month), OWN
            rank = ranks.get(county) if value and source == BULLETIN_SOURCE else None
            counties.setdefault(county, {})[indicator.key] = {
                **_value_json(value),
                "rank": rank and rank.place,
                "printed_rank": value and value.printed_rank,
                "source": SOURCES[source],
            }
        value = board.values.own(indicator, options.month)
        if value:
            own[indicator.key] = _value_json(value)
    result = {
        "month": _month_key(options.month),
        "home": board.home,
        "edition": board.workflow.edition_text(options.month),
        "counties": counties,
        "own": own,
    }
    if options.json:
        _print_json(result)
    else:
        print(f"{month_text(options.month)}（{result['edition']}）")
        for county, values in counties.items():
            for key, value in values.items():
                rank = f"第{value['rank']}" if value["rank"] else "—"
                print(
                    f"{county}\t{indicators.by_key(key).short}\t{value['published'] or '—'}\t"
                    f"{rank}\t{value['source']}"
                )
    return 0


def _value_json(value) -> dict:
    if value is None:
        return {"numerator": None, "denominator": None, "published": None}
    return {
        "numerator": value.numerator,
        "denominator": value.denominator,
        "published": percent_text(value.published).rstrip("%"),
    }


def _problems(options: argparse.Namespace) -> int:
    board = Board(collecting.as_published(_existing(options.database), options.month))
    problem_list = indicators.list_by_key(options.list_key)
    found, _ = board.lists.rows(problem_list, options.month)
    if options.out:
        sheet = problem_tables.sheet(
            problem_list,
            options.month,
            found,
            home=board.home_name(),
            edition=board.workflow.edition_text(options.month),
        )
        writers = {".xlsx": export.to_xlsx, ".csv": export.to_csv}
        if options.out.suffix.lower() not in writers:
            raise GovsvcError(
                f"不能写成{options.out.suffix or '没有扩展名的文件'}。",
                "请把 --out 写成 .xlsx 或 .csv。",
                "format",
            )
        options.out.write_bytes(writers[options.out.suffix.lower()](sheet))
        print(f"已写出{len(found)}行：{options.out}")
    elif options.json:
        _print_json({"rows": [_row_json(problem) for problem in found]})
    else:
        print("\t".join(problem_tables.columns(problem_list)))
        for problem in found:
            print("\t".join(cell or "" for cell in problem_tables.cells(problem_list, problem)))
    return 0


def _row_json(problem) -> dict:
    row = problem.row
    naming = (
        {"code": row.key, "name": row.name, "department": row.unit}
        if row.kind == indicators.ITEMS
        else {"village": row.name, "township": row.unit}
    )
    return {**naming, **row.attributes, "state": problem.state, "months": problem.months}


def _template(options: argparse.Namespace) -> int:
    is_prefilled = bool(options.month or options.unit or options.each)
    if is_prefilled and options.database is None:
        raise GovsvcError("预填模板要从数据库取上月的行。", "请加上 --database。", "no_database")
    if not options.each and options.out.suffix.lower() != ".xlsx":
        raise GovsvcError(
            f"不能写成{options.out.suffix or '没有扩展名的文件'}。",
            "请把文件名写成 .xlsx。",
            "format",
        )
    store = _existing(options.database) if options.database else None
    if not is_prefilled:
        files = [
            (
                options.out,
                template.workbook(template.known_names(store)) if store else template.workbook(),
            )
        ]
    else:
        found = template.gather(store, options.month)
        if options.each:
            files = [
                (options.out / name, content)
                for name, content in template.workbooks_of_units(found)
            ]
        else:
            files = [(options.out, template.prefilled(found, options.unit))]
    for path, content in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(path)
    return 0


def _unknown_json(unit) -> dict:
    return {
        "unit": unit.text,
        "kind": unit.kind,
        "rows": unit.rows,
        "nearest": unit.near and unit.near.name,
    }


def _list_units(options: argparse.Namespace) -> int:
    roster = _existing(options.database).settings.roster()
    if options.json:
        _print_json({"units": [dict(roster_cells(unit)) for unit in roster.units]})
    else:
        print("\t".join(ROSTER_HEADERS))
        for unit in roster.units:
            print("\t".join(text for _, text in roster_cells(unit)))
    return 0


def _rename_unit(options: argparse.Namespace) -> int:
    return _save(
        options,
        lambda roster: roster.renamed(options.old, options.new),
        f"已把“{options.old}”改名为“{options.new}”，各月的数据仍是同一单位。",
    )


def _merge_unit(options: argparse.Namespace) -> int:
    return _save(
        options,
        lambda roster: roster.merged(options.name, options.into, options.month),
        f"从{month_text(options.month)}起，“{options.name}”并入“{options.into}”。",
    )


def _alias_unit(options: argparse.Namespace) -> int:
    return _save(
        options,
        lambda roster: roster.aliased(options.name, options.alias),
        f"以后“{options.alias}”即“{options.name}”。",
    )


def _save(options: argparse.Namespace, change: Callable[[Roster], Roster], done: str) -> int:
    store = _existing(options.database)
    version = store.version()
    store.setting_writes.save_roster(
        change(store.settings.roster()),
        Act(COMMAND_LINE.name, datetime.now(), reason=done),
        expected_version=version,
    )
    print(done)
    return 0


def _demo(options: argparse.Namespace) -> int:
    options.out.mkdir(parents=True, exist_ok=True)
    for path in demo.write_workbooks(options.out):
        print(path)
    return 0


def _existing(path: Path):
    if not path.is_file():
        raise GovsvcError(
            f"没有这个数据库文件：{path}。",
            "请先用 import 导入，或检查 --database 的路径。",
            "not_found",
        )
    return operator.store(path)


if __name__ == "__main__":
    sys.exit(main())
