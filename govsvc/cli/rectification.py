"""python -m govsvc rectification …: the 整改台账 without a screen."""

import argparse
from datetime import date
from pathlib import Path

from govsvc.assessment.problems import Problem
from govsvc.board import Board
from govsvc.cli import arguments, ledger_import, rectification_letters, reports, running
from govsvc.cli.job import Command, Job
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import ProblemList
from govsvc.domain.months import month_text
from govsvc.domain.rectification import OF_MEETING, STATES, Meeting, Standing
from govsvc.exports import rectification_table
from govsvc.store import Act, Store
from govsvc.system import clock
from govsvc.workflow import rectification
from govsvc.workflow.rectification import CYCLES, Ledger, MeetingLine, Terms, meetings


def add_to(commands: arguments.Commands) -> None:
    """Adds the commands."""
    parser = commands.add_parser("rectification", help="整改台账：查看、交办、导入、导出、函件")
    actions = parser.add_subparsers(required=True, metavar="动作")

    def add(name: str, help_text: str, run: Command) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=help_text)
        arguments.add_database(parser)
        running.set_command(parser, run)
        return parser

    command = add("list", "各项的状态、时限和数据核对", _list)
    command.add_argument("--day", type=date.fromisoformat, help="看某一天的，如 2026-11-20")
    command.add_argument("--json", action="store_true")

    command = add("assign", "把某月一张问题清单的行交办给各自的单位", _assign)
    command.add_argument(
        "list_key",
        choices=[one.key for one in indicators.LISTS if not one.signs],
        metavar="清单",
    )
    command.add_argument("--month", required=True, type=arguments.month)
    command.add_argument(
        "--days", required=True, type=arguments.workdays, help="整改时限，几个工作日"
    )
    command.add_argument("--unit", action="append", default=[], help="只交办这个单位的，可多次")
    for name, help_text in (
        ("person", "责任人"),
        ("measure", "整改措施"),
        ("source", "问题来源"),
        ("document", "来源文号或会议"),
        ("partners", "配合单位，多个用、隔开"),
        ("goal", "整改目标"),
        ("note", "备注"),
    ):
        command.add_argument(f"--{name}", default="", help=help_text)
    command.add_argument("--cycle", choices=CYCLES, default=CYCLES[0], help="反馈周期")
    command.add_argument("--meeting", type=int, help="议定这些事项的会议的编号")
    command.add_argument("--json", action="store_true")

    command = add("meeting", "录入或更正一次会议，并显示编号", _meeting)
    command.add_argument("name", metavar="会议名称")
    command.add_argument("--held-on", required=True, type=date.fromisoformat, help="召开日期")
    command.add_argument("--document", default="", help="纪要文号")
    command.add_argument("--number", type=int, default=0, help="更正这个编号的会议")
    command.add_argument("--json", action="store_true")

    ledger_import.add_to(actions.add_parser("import", help="导入已有的整改台账"))

    command = actions.add_parser("export", help="导出整改台账")
    command.add_argument("out", type=Path, metavar="文件.xlsx|.csv")
    arguments.add_database(command)
    command.set_defaults(run=_export)

    rectification_letters.add_to(actions)


def _list(job: Job) -> int:
    ledger = Ledger(job.existing_store(), job.options.day or clock.now().date())
    if job.options.json:
        rates = ledger.rates
        job.say_json(
            {
                "day": f"{ledger.clock.day}",
                "total": rates.total,
                "closed": rates.closed,
                "closed_in_time": rates.in_time,
                "overdue": rates.overdue,
                "caveat": ledger.caveat(),
                "yellow_days": ledger.clock.yellow,
                "stops_on_application": ledger.clock.stops,
                "meetings": [_meeting_json(line) for line in meetings.lines(ledger)],
                "entries": [_entry_json(ledger, one) for one in ledger.urgent_first()],
            }
        )
        return 0
    job.say(f"{ledger.headline()}；{ledger.rates_text()}")
    job.say(ledger.rules_text())
    if caveat := ledger.caveat():
        job.say(caveat)
    for line in meetings.lines(ledger):
        facts = (f"会议{line.meeting.number}", f"{line.meeting.held_on}", line.meeting.title)
        job.say("\t".join([*facts, line.words()]))
    for one in ledger.urgent_first():
        texts = (STATES[one.state], ledger.light_text(one), ledger.proof(one))
        job.say("\t".join([str(one.entry.number), one.unit, one.entry.matter, *texts]))
    return 0


def _entry_json(ledger: Ledger, one: Standing) -> dict[str, object]:
    return {
        "number": one.entry.number,
        "unit": one.unit,
        "matter": one.entry.matter,
        "problem": one.entry.problem,
        "state": str(one.state),
        "deadline": one.deadline and f"{one.deadline}",
        "light": ledger.light_text(one),
        "proof": ledger.proof(one),
        "meeting": ledger.meeting_of.get(one.entry.number),
        "returns": one.returns,
        "rebounds": one.rebounds,
    }


def _meeting_json(line: MeetingLine) -> dict[str, object]:
    return {
        "number": line.meeting.number,
        "name": line.meeting.name,
        "held_on": f"{line.meeting.held_on}",
        "document": line.meeting.document,
        "decided": len(line.matters),
        "settled": line.settled,
        "under_way": line.under_way,
        "overdue": line.overdue,
    }


def _meeting(job: Job) -> int:
    options, store = job.options, job.existing_store()
    saved = store.meeting_writes.save_meeting(
        Meeting(options.number, options.name, options.held_on, options.document),
        Act("", clock.now()),
        expected_version=store.version(),
    )
    if options.json:
        job.say_json({"number": saved.number})
    else:
        job.say(f"会议{saved.number}：{saved.held_on}，{saved.title}")
    return 0


def _assign(job: Job) -> int:
    options, store, now = job.options, job.existing_store(), clock.now()
    meeting = store.rectification.meeting(options.meeting) if options.meeting else None
    problem_list = indicators.list_by_key(options.list_key)
    roster = store.settings.roster()
    chosen = _rows(store, problem_list, options, arguments.unit_names(options.unit, roster))
    today, calendar = now.date(), store.rectification.calendar()
    terms = Terms(
        today,
        calendar.after(today, options.days),
        options.person,
        options.measure,
        options.source or (OF_MEETING if meeting else ""),
        options.document,
        options.cycle,
        options.partners,
        options.goal,
        options.note,
    )
    new, doubled = store.rectification_writes.assign(
        rectification.of_problems(problem_list, chosen, roster.leaders, terms),
        Act("", now),
        expected_version=store.version(),
        meeting=meeting,
    )
    caveat = calendar.caveat(today, terms.deadline)
    if options.json:
        numbers = [entry.number for entry in new]
        job.say_json(
            {
                "assigned": numbers,
                "assigned_before": len(doubled),
                "deadline": f"{terms.deadline}",
                "caveat": caveat,
            }
        )
    else:
        again = f"，另有{len(doubled)}项已交办过" if doubled else ""
        job.say(
            f"已交办{len(new)}项，时限{terms.deadline}{again}。" + (f"{caveat}。" if caveat else "")
        )
    return 0


def _rows(
    store: Store, problem_list: ProblemList, options: argparse.Namespace, units: set[str]
) -> list[Problem]:
    """The rows of the list to assign, all or those of the units. Raises GovsvcError for none."""
    board = Board(store)
    if options.month not in board.months():
        raise GovsvcError(f"{month_text(options.month)}没有数据。", "请核对月份。", "month_empty")
    problems, _ = board.lists.rows(problem_list, options.month)
    chosen = [one for one in problems if not units or one.row.unit in units]
    if not chosen:
        whose = "所选单位在" if units else ""
        raise GovsvcError(
            f"没有交办：{whose}{month_text(options.month)}的“{problem_list.name}”清单上没有事项。",
            "请核对清单、月份和单位。",
            "nothing_assigned",
        )
    return chosen


def _export(options: argparse.Namespace) -> int:
    store = running.here(options).existing_store()
    ledger = Ledger(store, clock.now().date())
    rows = ledger.table_rows(ledger.urgent_first())
    sheet = rectification_table.sheet(rows, home=store.settings.home() or "", facts=ledger.facts())
    reports.write_table(options.out, sheet)
    print(f"已写出{len(rows)}项：{options.out}")
    return 0
