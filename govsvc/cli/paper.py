"""python -m govsvc paper 总结: papers written from the data."""

import argparse
from pathlib import Path

from govsvc.board import Board
from govsvc.cli import arguments, running
from govsvc.cli.job import Job
from govsvc.documents import papers
from govsvc.domain.errors import GovsvcError
from govsvc.domain.rectification import settings
from govsvc.system import clock
from govsvc.workflow import collecting

#: what the paper is called → what makes its draft
_KINDS = {"总结": papers.summary}


def add_to(commands: arguments.Commands, database: Path) -> None:
    """Adds the command. `database`: that of the app."""
    command = commands.add_parser("paper", help="从数据写出材料：年度（阶段）总结")
    command.add_argument("kind", choices=list(_KINDS), metavar="总结")
    command.add_argument("--month", required=True, type=arguments.month)
    command.add_argument("--out", required=True, type=Path, metavar="文件.docx")
    command.add_argument("--office", default="", help="署名单位；默认为整改设置中的署名单位")
    command.add_argument("--json", action="store_true")
    arguments.add_database_of_app(command, database)
    running.set_command(command, _write, _refuse_out)


def _refuse_out(options: argparse.Namespace) -> list[tuple[str, bytes]]:
    """Raises GovsvcError where no paper can be written there, before one is made."""
    if options.out.suffix.lower() != ".docx":
        raise GovsvcError(
            f"不能写成{options.out.suffix or '没有扩展名的文件'}。",
            "请把 --out 写成 .docx。",
            "format",
        )
    if not options.out.absolute().parent.is_dir():
        raise GovsvcError(
            f"没有这个文件夹：{options.out.parent}。", "请检查 --out 的路径。", "not_writable"
        )
    return []


def _write(job: Job) -> int:
    options, now = job.options, clock.now()
    store = job.existing_store()
    chosen = settings.of_settings(store.settings.all())
    board = Board(collecting.as_published(store, options.month))
    draft = _KINDS[options.kind](
        board, options.month, office=options.office or chosen.office, day=now.date()
    )
    job.give(papers.content(draft, chosen.spacing, now))
    figures, gaps = list(draft.placed_figures()), list(draft.placed_gaps())
    if options.json:
        job.say_json(
            {
                "file": str(options.out),
                "figures": [_figure_json(where, figure) for where, figure in figures],
                "gaps": [{"where": where, "about": gap.about} for where, gap in gaps],
                "notes": draft.notes,
            }
        )
        return 0
    job.say(f"已写出{options.kind}（初稿）：{options.out}，数字{len(figures)}个见数据核对表")
    for where, gap in gaps:
        job.say(f"待补充\t{where}\t{gap.about}")
    for note in draft.notes:
        job.say(f"待核对\t{note}")
    return 0


def _figure_json(where: str, figure: papers.Figure) -> dict[str, str]:
    return {
        "number": figure.number,
        "about": figure.about,
        "what": figure.what,
        "period": figure.period,
        "counts": figure.counts,
        "source": figure.source,
        "edition": figure.edition,
        "where": where,
        "page": figure.page,
    }
