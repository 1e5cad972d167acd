"""python -m govsvc rates | problems | template | demo: what comes out."""

import argparse
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from govsvc import demo
from govsvc.assessment.problems import Problem
from govsvc.board import Board
from govsvc.board.standing import Value
from govsvc.cli import arguments, running
from govsvc.documents import template
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import BULLETIN_SOURCE, OWN, SOURCES
from govsvc.domain.months import month_text
from govsvc.domain.rates import percent_text, place_prose
from govsvc.exports import export, problem_tables
from govsvc.store import Store
from govsvc.workflow import collecting


def add_to(commands: arguments.Commands) -> None:
    """Adds the commands."""
    command = commands.add_parser("rates", help="某月的指标值与排名")
    arguments.add_database(command)
    command.add_argument("--month", required=True, type=arguments.month)
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_rates)

    command = commands.add_parser("problems", help="某月的一张问题清单")
    command.add_argument(
        "list_key",
        choices=[x.key for x in indicators.LISTS],
        metavar="清单",
        help="、".join(x.key for x in indicators.LISTS),
    )
    arguments.add_database(command)
    command.add_argument("--month", required=True, type=arguments.month)
    where = command.add_mutually_exclusive_group()
    where.add_argument("--json", action="store_true")
    where.add_argument("--out", type=Path, metavar="文件.xlsx|.csv")
    command.set_defaults(run=_problems)

    command = commands.add_parser(
        "template", help="空白模板；加 --month、--unit 或 --each 为带上月各行的预填模板"
    )
    command.add_argument("out", type=Path, metavar="文件.xlsx|文件夹")
    command.add_argument(
        "--database", type=arguments.database, help="从中取下拉选项的名单和上月的行"
    )
    command.add_argument(
        "--month", type=arguments.month, help="要填报的月份；默认为最近一个月的下一个月"
    )
    which = command.add_mutually_exclusive_group()
    which.add_argument("--unit", metavar="部门或乡镇", help="只填这个部门或乡镇")
    which.add_argument("--each", action="store_true", help="每个部门、乡镇一份，写入文件夹")
    command.add_argument(
        "--feedback", action="store_true", help="群众评价模板：回访、好差评、问卷、窗口评分"
    )
    command.add_argument(
        "--chains", action="store_true", help="一件事清单填报表；加 --month 为填入现有清单的"
    )
    command.set_defaults(run=_template)


def add_demo_to(commands: arguments.Commands) -> None:
    """Adds the command that writes the demonstration."""
    command = commands.add_parser("demo", help="把演示月份写成表格")
    command.add_argument("--out", required=True, type=Path, metavar="文件夹")
    command.set_defaults(run=_demo)


def _rates(options: argparse.Namespace) -> int:
    month: date = options.month
    board = Board(collecting.as_published(running.here(options).existing_store(), month))
    if month not in board.months() and not options.json:
        raise GovsvcError(f"{month_text(month)}没有数据。", "请核对月份。", "month_empty")
    edition = board.workflow.edition_text(month)
    counties = _counties(board, month)
    if options.json:
        own = {
            indicator.key: _value_json(value)
            for indicator in indicators.INDICATORS
            if (value := board.values.own(indicator, month))
        }
        arguments.print_json(
            {
                "month": arguments.month_key(month),
                "home": board.home,
                "edition": edition,
                "counties": counties,
                "own": own,
            }
        )
        return 0
    print(f"{month_text(month)}（{edition}）")
    for county, values in counties.items():
        for key, shown in values.items():
            rank = _rank_text(shown)
            name, published = indicators.by_key(key).short, shown["published"] or "—"
            print(f"{county}\t{name}\t{published}\t{rank}\t{shown['source']}")
    return 0


def _rank_text(shown: dict[str, object]) -> str:
    """第3, 县市组第4, or — where it is not ranked."""
    place, group = shown["rank"], shown["group"]
    return place_prose(
        place if isinstance(place, int) else None, False, group if isinstance(group, str) else None
    )


def _counties(board: Board, month: date) -> dict[str, dict[str, dict[str, object]]]:
    """County → indicator → value, rank and source; for the home county 本县测算 where no bulletin
    has it.
    """
    counties: dict[str, dict[str, dict[str, object]]] = {}
    for indicator in indicators.INDICATORS:
        ranks = board.values.ranks(indicator, month)
        for county in board.values.counties_of(indicator, month):
            value, source = board.values.bulletin(indicator, month, county), BULLETIN_SOURCE
            rank = ranks.get(county) if value else None
            if value is None and county == board.home_name():
                value, source = board.values.own(indicator, month), OWN
            counties.setdefault(county, {})[indicator.key] = {
                **_value_json(value),
                "rank": rank and rank.place,
                "group": rank and rank.group,
                "printed_rank": value and value.printed_rank,
                "source": SOURCES[source],
            }
    return counties


def _value_json(value: Value | None) -> dict[str, object]:
    if value is None:
        return {"numerator": None, "denominator": None, "published": None}
    return {
        "numerator": value.numerator,
        "denominator": value.denominator,
        "published": percent_text(value.published).rstrip("%"),
    }


def _problems(options: argparse.Namespace) -> int:
    store = collecting.as_published(running.here(options).existing_store(), options.month)
    board = Board(store)
    problem_list = indicators.list_by_key(options.list_key)
    problems, _ = board.lists.rows(problem_list, options.month)
    if options.out:
        sheet = problem_tables.sheet(
            problem_list,
            options.month,
            problems,
            home=board.home_name(),
            edition=board.workflow.edition_text(options.month),
        )
        write_table(options.out, sheet)
        print(f"已写出{len(problems)}行：{options.out}")
    elif options.json:
        arguments.print_json({"rows": [_row_json(problem) for problem in problems]})
    else:
        print("\t".join(problem_tables.columns(problem_list)))
        for problem in problems:
            cells = problem_tables.cells(problem_list, problem)
            print("\t".join("" if cell is None else str(cell) for cell in cells))
    return 0


def write_table(path: Path, sheet: export.Sheet) -> None:
    """Writes the sheet in the format that the path names. Raises GovsvcError."""
    writers = {".xlsx": export.to_xlsx, ".csv": export.to_csv}
    suffix = path.suffix.lower()
    if suffix not in writers:
        raise _unknown_format(path, "请把 --out 写成 .xlsx 或 .csv。")
    path.write_bytes(writers[suffix](sheet))


def _unknown_format(path: Path, step: str) -> GovsvcError:
    return GovsvcError(f"不能写成{path.suffix or '没有扩展名的文件'}。", step, "format")


def _row_json(problem: Problem) -> dict[str, object]:
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
        raise _unknown_format(options.out, "请把文件名写成 .xlsx。")
    store = running.here(options).existing_store() if options.database else None
    for path, content in _templates(store, options, is_prefilled):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(path)
    return 0


def _templates(
    store: Store | None, options: argparse.Namespace, is_prefilled: bool
) -> Iterable[tuple[Path, bytes]]:
    """(path, workbook) of each template to write."""
    if options.chains:
        names = template.known_names(store) if store else template.Names()
        return [(options.out, template.chains.workbook(names, store, options.month))]
    if not is_prefilled:
        names = template.known_names(store) if store else template.Names()
        make = template.feedback.workbook if options.feedback else template.workbook
        return [(options.out, make(names))]
    assert store, "what is prefilled comes of a database"
    gathered = template.gather(store, options.month)
    if options.each:
        return [
            (options.out / name, content) for name, content in template.workbooks_of_units(gathered)
        ]
    return [(options.out, template.prefilled(gathered, options.unit))]


def _demo(options: argparse.Namespace) -> int:
    options.out.mkdir(parents=True, exist_ok=True)
    for path in demo.write_workbooks(options.out):
        print(path)
    return 0
