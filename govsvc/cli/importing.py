"""python -m govsvc import."""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from govsvc.cli import arguments, running
from govsvc.cli.job import Job
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.issue_groups import grouped
from govsvc.domain.mappings import Choices
from govsvc.domain.months import month_text
from govsvc.domain.rows import ColumnSeen, FileRead, SheetRead
from govsvc.importing import pipeline, preview, stops
from govsvc.importing.plan import Plan
from govsvc.importing.preview import Preview
from govsvc.importing.stops import Stop
from govsvc.importing.validation.unknown_units import UnknownUnit, unknown_text
from govsvc.security import COMMAND_LINE
from govsvc.sheets.formats.archives import SUFFIXES
from govsvc.sheets.tables.headers import fields_of
from govsvc.system import clock

#: what stands for rows that are of no unit
_NO_UNIT = "未分单位"


def add_to(commands: arguments.Commands) -> None:
    """Adds the command."""
    command = commands.add_parser("import", help="导入一个或多个表格")
    command.add_argument("files", nargs="+", type=Path, metavar="文件")
    arguments.add_database(command, "数据库文件（没有就新建一个空的），或服务器上的地址")
    command.add_argument("--home", help="本县名称，如 云溪县")
    command.add_argument(
        "--month", type=arguments.month, help="表中没有写明月份时的数据月份，如 2026-09"
    )
    command.add_argument(
        "--replace", action="store_true", help="整月替换：文件中没有的部门、乡镇、县也从该月移除"
    )
    command.add_argument(
        "--changes",
        action="store_true",
        help="只报变化（增减变更）：按编码替换或增加，其余各行不变",
    )
    command.add_argument(
        "--correction", default="", metavar="原因", help="月份已定稿时的更正原因，存为更正版"
    )
    command.add_argument("--strict", action="store_true", help="有任何错误就不导入")
    command.add_argument("--dry-run", action="store_true", help="只检查，不保存")
    arguments.add_unit_answers(command)
    command.add_argument(
        "--unit", default="", metavar="单位", help="表中没有写明部门或乡镇时，整张表的单位"
    )
    command.add_argument(
        "--accept",
        action="append",
        default=[],
        choices=stops.CODES,
        metavar="代码",
        help=f"照样导入被拦下的变化（{'、'.join(stops.CODES)}）；可多次",
    )
    command.add_argument("--json", action="store_true")
    running.set_command(command, _import, lambda options: files_of(options.files))


def _import(job: Job) -> int:
    options, store = job.options, job.store()
    plan = pipeline.plan(
        store,
        job.files,
        home=options.home,
        month=options.month,
        choices=Choices(units=arguments.unit_answers(options)),
        is_changes=options.changes,
        today=clock.now().date(),
        unit=options.unit,
    )
    seen = preview.preview(store, plan, drop_others=options.replace) if plan.batches else None
    stopped = [] if seen is None else stops.stops_of(store, plan, seen)
    reason = _refusal(plan, options) or _stop_text(stopped, options)
    is_committed = bool(plan.batches) and not reason and not options.dry_run
    version = plan.version
    if is_committed:
        version = pipeline.commit(
            store,
            plan,
            who=COMMAND_LINE.name,
            when=clock.now(),
            drop_others=options.replace,
            correction=options.correction,
        )
    if options.json:
        json = _plan_json(plan, is_committed, version)
        if stopped:
            json["stops"] = [{"code": stop.code, "message": stop.message} for stop in stopped]
        job.say_json(json)
    else:
        _print_plan(job, plan, is_committed, seen)
    if reason:
        job.complain(reason)
    return 1 if reason else 0


def files_of(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    """(name, bytes) of the files, and of all in the folders. Raises GovsvcError."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise GovsvcError(f"找不到文件：{missing[0]}。", "请检查文件名和所在文件夹。", "not_found")
    files = [(name, file.read_bytes()) for path in paths for name, file in _tables_in(path)]
    if not files:
        raise GovsvcError("文件夹里没有可以读取的文件。", "请检查文件夹是否选对。", "empty_folder")
    return files


def _tables_in(given: Path) -> list[tuple[str, Path]]:
    """(name, path) of a file, or of all tables and archives in a folder and the folders in it;
    hidden files and lock files are left out.
    """
    if given.is_file():
        return [(given.name, given)]
    paths = sorted(
        path.relative_to(given)
        for path in given.rglob("*")
        if path.is_file() and path.suffix.lower() in SUFFIXES
    )
    return [
        (path.as_posix(), given / path)
        for path in paths
        if not any(part.startswith((".", "~$")) for part in path.parts)
    ]


def _refusal(plan: Plan, options: argparse.Namespace) -> str:
    """Why the plan is not stored, "" where it may be."""
    if plan.refused:
        return refused_text(plan.refused)
    if options.strict and plan.error_count:
        return f"共有{plan.error_count}处错误，--strict 要求无错误才导入，未保存。"
    if plan.unknown and not options.dry_run:
        return unknown_text(plan.unknown)
    return ""


def refused_text(files: Sequence[FileRead]) -> str:
    """Why the files are not read, a line each."""
    return "\n".join(
        f"{file.file}：{refused.title} {refused.step}".strip()
        for file in files
        if (refused := file.refused)
    )


def _stop_text(stopped: Sequence[Stop], options: argparse.Namespace) -> str:
    """What is stopped and not accepted, "" where nothing is."""
    open_stops = [stop for stop in stopped if stop.code not in options.accept]
    if not open_stops or options.dry_run:
        return ""
    lines = [f"[{stop.code}] {stop.message}。{stop.step}。" for stop in open_stops]
    codes = " ".join(f"--accept {code}" for code in dict.fromkeys(s.code for s in open_stops))
    return "\n".join([*lines, f"未保存。核对属实的，加上 {codes} 再导入。"])


def _plan_json(plan: Plan, is_committed: bool, version: int) -> dict[str, object]:
    unknown = {"unknown_units": [unknown_json(unit) for unit in plan.unknown]}
    return {
        "committed": is_committed,
        "version": version,
        **(unknown if plan.unknown else {}),
        "files": [file_json(file) for file in plan.files],
    }


def unknown_json(unit: UnknownUnit) -> dict[str, object]:
    """A name that the roster lacks."""
    return {
        "unit": unit.text,
        "kind": unit.kind,
        "rows": unit.rows,
        "nearest": unit.near and unit.near.name,
    }


def file_json(file: FileRead) -> dict[str, object]:
    """What was read of a file, with its issues."""
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
        "month": arguments.month_key(file.month),
        "sheets": [
            {"sheet": s.sheet, "kind": s.kind, "rows": s.rows, "left_out": s.left_out}
            for s in file.sheets
        ],
        "issues": issues,
    }


def _print_plan(job: Job, plan: Plan, is_committed: bool, seen: Preview | None) -> None:
    for file in plan.files:
        print_file(job, file, is_known=file.file in plan.already)
    say_unknown(job, plan.unknown)
    outcome = "移除" if job.options.replace else "保留"
    for change in plan.replacements:
        if change.kept:
            table = f"{month_text(change.month)}{indicators.KINDS[change.kind]}"
            job.say(f"{table}：{outcome}文件中没有的{'、'.join(change.kept)}")
    for sentence in preview.summary(seen) if seen else ():
        job.say(sentence)
    for of_unit in seen.units if seen else ():
        if of_unit.is_changed:
            counts = f"新增{of_unit.added}行、改动{of_unit.changed}行、减少{of_unit.gone}行"
            job.say(f"  {of_unit.unit or _NO_UNIT}：{counts}，不变{of_unit.same}行")
    job.say("已保存。" if is_committed else "未保存。")


def _asked_text(sheet: SheetRead, column: ColumnSeen) -> str:
    """A column of which nobody can tell what it is, and what it may be."""
    names = fields_of(sheet.kind or "")
    near = "”“".join(names[field] for field in column.near or () if field in names)
    maybe = f"（可能是“{near}”）" if near else ""
    return (
        f"不能确定的列：{column.letters}列“{column.header}”{maybe}；"
        "请改表头，或在网页的“数据导入”里说明一次，以后照此读取"
    )


def say_unknown(job: Job, units: Iterable[UnknownUnit]) -> None:
    """The units that the roster lacks."""
    for unit in units:
        nearest = f"，最接近 {unit.near.name}" if unit.near else ""
        job.say(f"名录中没有的{unit.word}：{unit.text}（{unit.rows}行）{nearest}")


def print_file(job: Job, file: FileRead, is_known: bool) -> None:
    """Prints a file: its sheets, notes and issues. `is_known`: it was imported before."""
    month = month_text(file.month) if file.month else "—"
    job.say(f"{file.file}（{month}）" + ("：以前已导入，内容未变" if is_known else ""))
    for sheet in file.sheets:
        kind = indicators.KINDS[sheet.kind] if sheet.kind else "未识别，未读取"
        left_out = f"，其中{sheet.left_out}行未计入" if sheet.left_out else ""
        job.say(f"  {sheet.sheet}：{kind}，{sheet.rows}行{left_out}")
        for column in sheet.seen:
            if column.near is not None:
                job.say(f"    {_asked_text(sheet, column)}")
        if sheet.unit_asked is not None:
            job.say(
                "    未识别出所属单位的表：加 --unit 单位名称 指定（只对没有写明单位的表起作用）"
            )
    for note in file.notes:
        job.say(f"  {note}")
    for group in grouped([(file.file, file.issues)]):
        severity = "错误" if group.severity == "error" else "提示"
        job.say(f"  {severity}[{group.code}] {group.address} {group.message}")
        if group.expected:
            job.say(f"    应为：{group.expected}")
