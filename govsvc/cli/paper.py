"""python -m govsvc paper: papers written from the data, finished ones checked against them."""

import argparse
from dataclasses import asdict
from pathlib import Path

from govsvc import sheets
from govsvc.board import Board
from govsvc.cli import arguments, running
from govsvc.cli.job import Job
from govsvc.documents import papers
from govsvc.documents.papers import checking
from govsvc.documents.papers.editing import compose
from govsvc.domain.errors import GovsvcError
from govsvc.domain.months import month_text
from govsvc.domain.rectification import settings
from govsvc.system import clock
from govsvc.workflow import collecting
from govsvc.workflow.rectification import Ledger

#: what a kind goes out as
_VERSIONS = [version for kind in papers.KINDS for version in kind.versions]


def add_to(commands: arguments.Commands, database: Path) -> None:
    """Adds the command. `database`: that of the app."""
    command = commands.add_parser(
        "paper",
        help=f"从数据写出材料：{'、'.join(kind.title for kind in papers.KINDS)}；或核对写好的材料",
    )
    command.add_argument(
        "kind", choices=list(papers.BY_NAME), metavar="|".join(papers.BY_NAME), nargs="?"
    )
    command.add_argument(
        "--check", type=Path, metavar="文件", help="核对一份写好的材料（.docx、.pptx）"
    )
    command.add_argument(
        "--month", type=arguments.month, help="核对时默认为材料开头写明的月份，否则为最近一个月"
    )
    command.add_argument("--out", type=Path, metavar="文件")
    command.add_argument(
        "--figures", action="store_true", help="不写材料本身，写它的数据核对表（.docx）"
    )
    command.add_argument(
        "--generated", action="store_true", help="只写数据的文字，不带“材料”页上人工修改的"
    )
    command.add_argument(
        "--version", choices=_VERSIONS, default="", help="通报的版本；默认为征求意见稿"
    )
    command.add_argument("--office", default="", help="署名单位；默认为整改设置中的署名单位")
    command.add_argument("--json", action="store_true")
    arguments.add_database_of_app(command, database)
    running.set_command(command, _run, _files)


def _files(options: argparse.Namespace) -> list[tuple[str, bytes]]:
    """The paper to be checked, none for one to be written. Raises GovsvcError."""
    if options.check:
        return _paper_to_check(options)
    if not (options.kind and options.month and options.out):
        raise GovsvcError(
            "没有说明要写什么。",
            "写作 paper 总结 --month 2026-10 --out 总结.docx，或 paper --check 总结.docx。",
            "no_paper",
        )
    _refuse_out(options)
    return []


def _paper_to_check(options: argparse.Namespace) -> list[tuple[str, bytes]]:
    if options.kind or options.out:
        raise GovsvcError("--check 不写材料。", "请去掉材料名称和 --out。", "no_paper")
    try:
        return [(options.check.name, options.check.read_bytes())]
    except OSError as error:
        raise GovsvcError(
            f"读不了{options.check}：{error.strerror}。", "请检查 --check 的路径。", "not_found"
        ) from error


def _run(job: Job) -> int:
    return _check(job) if job.options.check else _write(job)


def _refuse_out(options: argparse.Namespace) -> None:
    """Raises GovsvcError where no such paper can be written there, before one is made."""
    kind = papers.BY_NAME[options.kind]
    if options.version and options.version not in kind.versions:
        raise GovsvcError(f"{kind.name}没有{options.version}。", "请去掉 --version。", "no_paper")
    ending = ".docx" if options.figures else kind.ending
    if options.out.suffix.lower() != ending:
        raise GovsvcError(
            f"不能写成{options.out.suffix or '没有扩展名的文件'}。",
            f"请把 --out 写成 {ending}。",
            "format",
        )
    if not options.out.absolute().parent.is_dir():
        raise GovsvcError(
            f"没有这个文件夹：{options.out.parent}。", "请检查 --out 的路径。", "not_writable"
        )


def _write(job: Job) -> int:
    options, now = job.options, clock.now()
    store = job.existing_store()
    chosen = settings.of_settings(store.settings.all())
    board = Board(collecting.as_published(store, options.month))
    kind = papers.BY_NAME[options.kind]
    office = options.office or chosen.office
    ledger = Ledger(store, now.date())
    goes_out_as = options.version or next(iter(kind.versions), "")
    occasion = papers.Occasion(board, options.month, office, now.date(), goes_out_as, ledger)
    versions = [] if options.generated else store.papers.versions(kind.key, options.month)
    edited = compose(board, kind.draft(occasion), versions, goes_out_as, ledger)
    draft = edited.draft
    if options.figures:
        job.give(papers.checks(draft, chosen.spacing, now))
    else:
        letterhead = store.papers.letterhead()
        base = letterhead.content if letterhead else None
        job.give(kind.file(draft, chosen.spacing, now, base))
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
    said = f"{options.kind}{f'（{draft.mark}）' if draft.mark else ''}"
    written = f"{said}的数据核对表" if options.figures else said
    job.say(f"已写出{written}：{options.out}，数字{len(figures)}个见数据核对表")
    if edited.last:
        approved = "，已审核" if edited.approval else ""
        job.say(f"文字是“材料”页上的{edited.last.name}{approved}")
    for where, gap in gaps:
        job.say(f"待补充\t{where}\t{gap.about}")
    for note in draft.notes:
        job.say(f"待核对\t{note}")
    return 0


def _check(job: Job) -> int:
    """1 where a number is not what the data say."""
    text = sheets.read_paper(job.files[0][1])
    store = job.existing_store()
    month = job.options.month or checking.month_named(text.paragraphs)
    board = Board(collecting.as_published(store, month) if month else store)
    if month is None:
        month = next(iter(board.months()), None)
    if month is None:
        raise GovsvcError("还没有任何月份的数据，不能核对。", "请先导入数据。", "month_empty")
    found = checking.check(board, month, text.blocks, Ledger(store, clock.now().date()))
    counts = dict.fromkeys((checking.AGREES, checking.DIFFERS, checking.UNKNOWN), 0)
    for one in found:
        counts[one.verdict] += 1
    if job.options.json:
        job.say_json(
            {
                "month": arguments.month_key(month),
                "counts": counts,
                "charts_not_checked": text.charts,
                "findings": [asdict(one) for one in found],
            }
        )
        return int(counts[checking.DIFFERS] > 0)
    said = "，".join(f"{verdict}{count}处" for verdict, count in counts.items())
    charts = f"；图表{text.charts}个未核对" if text.charts else ""
    job.say(f"按{month_text(month)}数据核对：{said}{charts}")
    for one in found:
        if one.verdict != checking.AGREES:
            known = f"\t数据为{one.known}\t{one.what}" if one.known else ""
            job.say(
                f"{one.verdict}\t{one.where}\t{one.subject}\t写作{one.said}{known}\t{one.quote}"
            )
    return int(counts[checking.DIFFERS] > 0)


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
