"""python -m govsvc feedback draw|replace|draws: which cases of a week are called.

The callers' workbook has names and numbers: it is written where `--out` says, and nowhere else.
"""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from govsvc.cli import arguments, importing, running
from govsvc.cli.job import Job
from govsvc.domain.errors import GovsvcError
from govsvc.domain.feedback import CaseRow, Draw, DrawSettings, monday
from govsvc.domain.feedback.drawing import DRAW_BOUNDS, ENTERPRISE_BY, MODES
from govsvc.exports.call_task_book import facts, task_book
from govsvc.importing import drawing
from govsvc.store import Act, Store
from govsvc.system import clock


def add_to(actions: arguments.Commands) -> None:
    """Adds the commands."""

    def add(
        name: str, help_text: str, run: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=help_text)
        arguments.add_database(parser)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--month", required=True, type=arguments.month)
        parser.set_defaults(run=run)
        return parser

    command = add("draw", "从办件明细抽取一周要回访的涉企办件，写出回访任务", _draw)
    command.add_argument("files", nargs="+", type=Path, metavar="办件明细")
    command.add_argument("--week", required=True, type=date.fromisoformat, help="办结周的任意一天")
    command.add_argument("--seed", default="", help="种子；不写就由系统随机给出")
    command.add_argument("--out", type=Path, metavar="回访任务.xlsx")
    command.add_argument("--dry-run", action="store_true", help="只看会抽中哪些，不保存")
    arguments.add_unit_answers(command)

    command = add("replace", "用备用办件替换一件，写明原因", _replace)
    command.add_argument("files", nargs="*", type=Path, metavar="办件明细")
    command.add_argument("--week", required=True, type=date.fromisoformat)
    command.add_argument("--place", required=True, type=int, metavar="序号")
    command.add_argument("--reason", required=True)
    command.add_argument("--out", type=Path, metavar="回访任务.xlsx")

    add("draws", "列出一个月各周的抽样", _draws)

    command = actions.add_parser("draw-setting", help="改抽样设置；不写设置就是显示")
    arguments.add_database(command)
    command.add_argument("--json", action="store_true")
    command.add_argument("--mode", choices=list(MODES))
    command.add_argument("--share", type=Decimal, metavar="百分比")
    for key, (name, _, _) in DRAW_BOUNDS.items():
        command.add_argument(f"--{key}", type=int, help=name)
    command.add_argument("--enterprise-by", choices=list(ENTERPRISE_BY))
    command.add_argument("--items", type=Path, metavar="文本文件", help="涉企事项，每行一个")
    running.set_command(command, _set, lambda options: _texts(options.items))


def _draw(options: argparse.Namespace) -> int:
    job = running.here(options)
    store, files = job.existing_store(), importing.files_of(options.files)
    planned = drawing.plan(
        store,
        files,
        month=options.month,
        week=monday(options.week),
        settings=DrawSettings.of(store.settings.all()),
        seed=options.seed,
        answers=arguments.unit_answers(options),
    )
    draw = planned.draw
    if not options.dry_run:
        _refuse_out(options.out)
        draw = drawing.commit(store, planned, Act("", clock.now()))
        _write(options.out, store, draw, planned.rows)
    if options.json:
        job.say_json(_json(draw) | {"left_out": dict(planned.why), "unknown": planned.unknown})
        return 0
    _say(job, draw)
    for reason, count in planned.why.items():
        job.say(f"未抽取：{reason}\t{count}件")
    for note in planned.notes:
        job.say(note)
    return 0


def _replace(options: argparse.Namespace) -> int:
    job = running.here(options)
    store, week = job.existing_store(), monday(options.week)
    _refuse_out(options.out)
    draw = drawing.exchange(
        store, options.month, week, options.place, options.reason, Act("", clock.now())
    )
    if options.out and options.files:
        rows = drawing.of_draw(store, draw, importing.files_of(options.files))
        _write(options.out, store, draw, rows)
    if options.json:
        job.say_json(_json(draw))
    else:
        _say(job, draw)
    return 0


def _draws(options: argparse.Namespace) -> int:
    job = running.here(options)
    draws = drawing.stored(job.existing_store(), options.month)
    if options.json:
        job.say_json([_json(draw) for draw in draws])
        return 0
    for draw in draws:
        _say(job, draw)
    return 0


def _texts(path: Path | None) -> list[tuple[str, bytes]]:
    """The text file that was named, if one was. Raises GovsvcError."""
    return importing.files_of([path]) if path else []


def _set(job: Job) -> int:
    options, store = job.options, job.existing_store()
    stored = DrawSettings.of(store.settings.all())
    said = {key: getattr(options, key) for key in ("mode", "share", "enterprise_by", *DRAW_BOUNDS)}
    changes = {key: value for key, value in said.items() if value is not None}
    for _, content in job.files:
        changes["items"] = tuple(content.decode("utf-8-sig", "replace").splitlines())
    wanted = replace(stored, **changes)
    if changes:
        store.feedback_writes.set_drawing(
            wanted, Act("", clock.now()), expected_version=store.version()
        )
    if options.json:
        job.say_json(wanted.stored())
    else:
        job.say(wanted.text)
    return 0


def _refuse_out(out: Path | None) -> None:
    """Raises GovsvcError where the workbook could not be written, before anything is stored."""
    if out is None:
        return
    if out.suffix.lower() != ".xlsx":
        raise GovsvcError(
            f"不能写成{out.suffix or out.name}。", "请把 --out 写成 .xlsx。", "format"
        )
    if not out.resolve().parent.is_dir():
        raise GovsvcError(f"没有文件夹{out.parent}。", "请检查 --out 的路径。", "not_writable")


def _write(out: Path | None, store: Store, draw: Draw, rows: Mapping[int, CaseRow]) -> None:
    if out is None:
        return
    try:
        out.write_bytes(task_book(draw, rows, store.settings.home() or ""))
    except OSError as error:
        raise GovsvcError(
            f"抽样已保存，没有写出回访任务：{error.strerror}。",
            "请检查 --out 的路径后，用同一份办件明细和种子再写出。",
            "not_written",
        ) from error


def _say(job: Job, draw: Draw) -> None:
    for name, text in facts(draw):
        job.say(f"{name}：{text}")
    for one in draw.to_call:
        job.say(f"{one.place}\t{one.unit}\t{one.item}")


def _json(draw: Draw) -> dict[str, object]:
    return {
        "week": draw.week.isoformat(),
        "seed": draw.seed,
        "settings": draw.settings,
        "population": draw.population,
        "time": draw.time,
        "to_call": [
            {"place": one.place, "unit": one.unit, "item": one.item, "case": one.case}
            for one in draw.to_call
        ],
        "reserve": [one.place for one in draw.reserve],
        "replaced": [{"place": one.place, "reason": one.reason} for one in draw.replaced],
    }
