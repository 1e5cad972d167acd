"""python -m govsvc month … and undo: the clerk's month without a screen."""

import argparse
from datetime import date

from govsvc.cli import arguments, running
from govsvc.cli.job import Command, Job
from govsvc.domain import deadlines
from govsvc.domain.errors import GovsvcError
from govsvc.domain.indicators import ITEMS, STATIONS
from govsvc.domain.months import month_text
from govsvc.importing import preview
from govsvc.security import COMMAND_LINE
from govsvc.store import CLOSED, COLLECTING, IN_REVIEW, Act, Store
from govsvc.system import clock
from govsvc.workflow import collecting
from govsvc.workflow.collecting import Progress, UnitProgress

_STATES = {"review": IN_REVIEW, "reopen": COLLECTING, "close": CLOSED}


def add_to(commands: arguments.Commands) -> None:
    """Adds the commands."""
    month = commands.add_parser("month", help="开月、报送进度、零报告、退回、送审、定稿")
    actions = month.add_subparsers(required=True, metavar="动作")

    def action(name: str, help_text: str, run: Command) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=help_text)
        parser.add_argument("month", type=arguments.month, metavar="月份", help="如 2026-10")
        arguments.add_database(parser)
        running.set_command(parser, run)
        return parser

    action("open", "以上月数据为底册开月", _open).add_argument(
        "--skip", action="store_true", help="确要跳过中间的月份"
    )
    status = action("status", "各单位报送进度", _status)
    status.add_argument("--remind", action="store_true", help="只写出催报名单")
    status.add_argument(
        "--until",
        type=date.fromisoformat,
        metavar="日期",
        help="催报名单里的报送期限，如 2026-11-10；不写时用设过的，没有设过的为次月10日",
    )
    for name, help_text in (
        ("review", "送审（待审核）"),
        ("reopen", "退回采集中"),
        ("close", "定稿"),
    ):
        parser = action(name, help_text, _move)
        parser.add_argument("--reason", default="", help="仍有单位未报或有误行时的定稿原因")
        parser.set_defaults(state=_STATES[name])
    action("no-change", "一个或几个单位本月无变化（零报告）", _no_change).add_argument(
        "units", nargs="+", metavar="单位"
    )
    parser = action("return", "退回某单位的报送", _return)
    parser.add_argument("unit", metavar="单位")
    parser.add_argument("--reason", required=True, help="退回原因")

    command = commands.add_parser(
        "undo", help="撤销一次导入或其他操作（再撤销一次即恢复）；不给版本号则列出可撤销的"
    )
    command.add_argument("version", nargs="*", type=int, metavar="版本号")
    arguments.add_database(command)
    command.add_argument("--reason", default="", help="月份已定稿时的更正原因（存为更正版）")
    command.add_argument("--dry-run", action="store_true", help="只看会改变什么")
    running.set_command(command, _undo)


def _open(job: Job) -> int:
    options, store = job.options, job.existing_store()
    now = clock.now()
    collecting.open_month(
        store, options.month, who=COMMAND_LINE.name, when=now, today=now.date(), skip=options.skip
    )
    base = store.months.states()[options.month].base
    job.say(
        f"{month_text(options.month)}已开月"
        + (f"，以{month_text(base)}为底册。" if base else "，没有上月数据，底册为空。")
    )
    return 0


def _status(job: Job) -> int:
    options, store = job.options, job.existing_store()
    progress = collecting.progress(store, options.month)
    if progress.state is None and not store.counts.status_counts(options.month):
        raise GovsvcError(
            f"{month_text(options.month)}还没有开月，也没有数据。",
            "请用 month open 开月，或直接导入表格。",
            "month_empty",
        )
    if options.remind:
        settings = store.settings.all()
        deadline = options.until or deadlines.of_month(settings, options.month)
        job.say(collecting.reminder(progress, deadline) or "全部单位都已报送。")
    else:
        _say_progress(job, progress)
    return 0


def _say_progress(job: Job, progress: Progress) -> None:
    edition = f"（第{progress.state.edition}版）" if progress.state and progress.is_closed else ""
    state = f"{month_text(job.options.month)}{progress.state_name}{edition}"
    job.say("，".join(filter(None, [state, progress.text])) + "。")
    for unit in progress.units:
        at = f"{unit.at:%Y-%m-%d %H:%M}" if unit.at else ""
        carried = "沿用上月" if unit.is_carried else ""
        job.say(
            "\t".join(
                [
                    unit.unit,
                    collecting.STATE_NAMES[unit.state],
                    carried,
                    f"{unit.rows}行",
                    at,
                    unit.file or "",
                    unit.note,
                ]
            ).rstrip()
        )


def _move(job: Job) -> int:
    options, store = job.options, job.existing_store()
    collecting.move_month(
        store,
        options.month,
        options.state,
        who=COMMAND_LINE.name,
        when=clock.now(),
        reason=options.reason,
    )
    _say_progress(job, collecting.progress(store, options.month))
    return 0


def _unit(store: Store, month: date, text: str) -> UnitProgress:
    """The unit of that name or short name, as it stands in the month. Raises GovsvcError."""
    known = store.settings.roster().resolve(text)
    name = known.name if known else text
    units = collecting.progress(store, month).units
    for kind in (ITEMS, STATIONS):
        for unit in units:
            if (unit.kind, unit.unit) == (kind, name):
                return unit
    raise GovsvcError(
        f"{month_text(month)}没有“{name}”这个单位。",
        "用 month status 查看各单位名称。",
        "no_such_unit",
    )


def _no_change(job: Job) -> int:
    options, store = job.options, job.existing_store()
    units = [_unit(store, options.month, text) for text in options.units]
    units_of = {
        kind: [unit.unit for unit in units if unit.kind == kind]
        for kind in dict.fromkeys(unit.kind for unit in units)
    }
    collecting.report_all_unchanged(
        store, options.month, units_of, who=COMMAND_LINE.name, when=clock.now()
    )
    job.say(f"{'、'.join(unit.unit for unit in units)}：零报告，沿用上月数据。")
    return 0


def _return(job: Job) -> int:
    options, store = job.options, job.existing_store()
    unit = _unit(store, options.month, options.unit)
    done = collecting.on_return(store, options.month, unit)
    collecting.send_back(
        store,
        options.month,
        unit.kind,
        unit.unit,
        why=options.reason,
        who=COMMAND_LINE.name,
        when=clock.now(),
    )
    job.say(f"{unit.unit}：已退回，{done}")
    return 0


def _undo(job: Job) -> int:
    options, store = job.options, job.existing_store()
    if not options.version:
        for month in sorted(
            {
                imported_month
                for batch in store.records.batches()
                if (imported_month := batch.month)
            },
            reverse=True,
        ):
            for draft in collecting.drafts(store, month):
                mark = f"已被{draft.undone_by}号操作撤销" if draft.undone_by else ""
                job.say(
                    "\t".join(
                        [
                            str(draft.version),
                            month_text(month),
                            draft.name,
                            f"{draft.at:%Y-%m-%d %H:%M}",
                            draft.who,
                            "、".join(name for name, _ in draft.files),
                            mark,
                        ]
                    ).rstrip()
                )
        return 0
    seen = preview.of_undoing(store, options.version)
    for sentence in preview.summary(seen):
        job.say(sentence)
    if options.dry_run:
        job.say("未撤销。")
    else:
        store.undoing.undo(
            options.version,
            Act(COMMAND_LINE.name, clock.now(), reason=options.reason),
            expected_version=seen.version,
        )
        job.say("已撤销。")
    return 0
