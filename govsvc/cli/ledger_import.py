"""python -m govsvc rectification import: an existing 整改台账 is entered without a screen."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from govsvc.cli import arguments, importing, running
from govsvc.cli.job import Job
from govsvc.domain.mappings import Choices, LedgerAnswers
from govsvc.domain.rows import Unclear
from govsvc.importing import ledger
from govsvc.importing.ledger import Found, LedgerPlan
from govsvc.importing.validation.unknown_units import unknown_text
from govsvc.security import COMMAND_LINE
from govsvc.system import clock


def add_to(parser: argparse.ArgumentParser) -> None:
    """Gives the parser of the command its arguments."""
    parser.add_argument("files", nargs="+", type=Path, metavar="文件")
    arguments.add_database(parser)
    parser.add_argument("--strict", action="store_true", help="有任何错误或没有说明的就不导入")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不保存")
    for name, meaning in (
        ("assigned-on", "没有写交办日期的行，按这一天"),
        ("closed-on", "已销号而没有写销号日期的行，按这一天"),
    ):
        parser.add_argument(f"--{name}", type=date.fromisoformat, help=f"{meaning}，如 2026-11-05")
    parser.add_argument(
        "--due", default="", help="没有写整改时限的行：日期、15个工作日 或 长期坚持"
    )
    parser.add_argument("--year", type=int, help="没有写年份的日期是哪一年")
    parser.add_argument(
        "--at-once",
        type=int,
        default=LedgerAnswers().at_once,
        choices=range(1, 251),
        metavar="天数",
        help="“立行立改”按交办后几个工作日计（默认5）",
    )
    parser.add_argument(
        "--meaning",
        action="append",
        default=[],
        type=arguments.meaning,
        metavar="表中写法=意思",
        help="不能确定的状态或时限：会后一周=5个工作日、已与群众沟通=已销号；可多次",
    )
    arguments.add_unit_answers(parser)
    parser.add_argument("--json", action="store_true")
    running.set_command(parser, _import, lambda options: importing.files_of(options.files))


def _import(job: Job) -> int:
    options = job.options
    planned = _plan(job)
    reason = _refusal(planned, options)
    numbers: list[str] = []
    if planned.matters and not reason and not options.dry_run:
        entries = ledger.commit(job.store(), planned, who=COMMAND_LINE.name, when=clock.now())
        numbers = [entry.shown_number for entry in entries]
    if options.json:
        job.say_json(_json(planned, numbers))
    else:
        _print(job, planned, numbers)
    if reason:
        job.complain(reason)
    return 1 if reason else 0


def _plan(job: Job) -> LedgerPlan:
    """The plan with all answers of the command line; wordings are looked for in the files first."""
    options, store, today = job.options, job.store(), clock.now().date()
    choices = Choices(
        units=arguments.unit_answers(options),
        ledger=LedgerAnswers(
            options.year, options.assigned_on, options.closed_on, options.due, options.at_once
        ),
    )
    planned = ledger.plan(store, job.files, choices=choices, today=today)
    if options.meaning:
        values = ledger.meanings(planned.reading.files, dict(options.meaning))
        planned = ledger.plan(
            store, job.files, choices=replace(choices, values=values), today=today
        )
    return planned


def _refusal(planned: LedgerPlan, options: argparse.Namespace) -> str:
    """Why nothing is stored, "" where something may be or nothing is new."""
    reading = planned.reading
    if reading.refused:
        return importing.refused_text(reading.refused)
    if options.strict and reading.error_count:
        return f"共有{reading.error_count}处错误或没有说明，--strict 要求没有才导入，未保存。"
    if reading.unknown and not options.dry_run:
        return unknown_text(reading.unknown)
    return ""


def _json(planned: LedgerPlan, numbers: Sequence[str]) -> dict[str, object]:
    asked = planned.asked
    return {
        "imported": numbers,
        "new": len(planned.matters),
        "already": [_found_json(found) for found in planned.already],
        "twice": [_found_json(found) for found in planned.twice],
        "left_out": planned.left_out,
        "asked": {
            "states": [_unclear_json(one) for one in asked.states if not one.word],
            "deadlines": [_unclear_json(one) for one in asked.dues if not one.word],
            "without_assigned_on": asked.assigned_on,
            "without_deadline": asked.due,
            "without_closed_on": asked.closed_on,
            "without_year": asked.year,
        },
        "unknown_units": [importing.unknown_json(unit) for unit in planned.reading.unknown],
        "files": [importing.file_json(file) for file in planned.reading.files],
    }


def _found_json(found: Found) -> dict[str, object]:
    return {
        "file": found.file,
        "sheet": found.row.sheet,
        "row": found.row.row,
        "matter": found.row.matter,
        "unit": found.row.unit,
        "number": found.number,
    }


def _unclear_json(one: Unclear) -> dict[str, object]:
    return {"header": one.header, "value": one.value, "rows": one.count}


def _print(job: Job, planned: LedgerPlan, numbers: Sequence[str]) -> None:
    for file in planned.reading.files:
        importing.print_file(job, file, is_known=False)
        for note in (note for sheet in file.sheets for note in sheet.notes):
            job.say(f"  {note}")
    importing.say_unknown(job, planned.reading.unknown)
    for found in (*planned.already, *planned.twice):
        where = f"{found.row.sheet}第{found.row.row}行"
        job.say(f"  没有重复导入：{where} {found.row.matter}（{found.row.unit}），{found.why}")
    for one in (*planned.asked.states, *planned.asked.dues):
        if not one.word:
            job.say(
                f"不能确定的“{one.header}”：“{one.value}”（{one.count}行）；"
                f"加 --meaning {one.value}=意思 说明"
            )
    counts = f"新的{len(planned.matters)}项，台账里已有{len(planned.already)}项"
    counts += f"，表中重复{len(planned.twice)}行" if planned.twice else ""
    counts += f"，有误或没有说明、没有导入{planned.left_out}行" if planned.left_out else ""
    job.say(f"{counts}。" + (f"已导入{len(numbers)}项。" if numbers else "未保存。"))
