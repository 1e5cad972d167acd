"""python -m govsvc rectification letters|sent: 交办单, 提醒函 and 督办单 as files."""

import argparse
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from govsvc.cli import arguments, running
from govsvc.documents import letters as papers
from govsvc.domain.errors import GovsvcError
from govsvc.domain.rectification import Letter, LetterKind, Light, Standing
from govsvc.domain.roster import Roster
from govsvc.store import Act, Store
from govsvc.system import clock
from govsvc.workflow import rectification
from govsvc.workflow.rectification import Ledger

_BY_WORD = {kind.word: kind for kind in LetterKind} | {str(kind): kind for kind in LetterKind}
_FORMATS = {"docx": (".docx",), "xlsx": (".xlsx",), "both": (".docx", ".xlsx")}


def add_to(actions: arguments.Commands) -> None:
    """Adds the commands. They write files beside the caller, so the app does not run them."""
    command = actions.add_parser("letters", help="生成并登记交办单、提醒函、督办单")
    command.add_argument("kind", choices=list(_BY_WORD), metavar="交办单|提醒函|督办单")
    command.add_argument("--unit", action="append", default=[], help="只给这个单位的，可多次")
    command.add_argument(
        "--entry", action="append", default=[], type=int, help="只列这个编号的事项，可多次"
    )
    command.add_argument("--overdue", action="store_true", help="只列逾期的")
    command.add_argument("--reply-by", type=date.fromisoformat, help="书面反馈截止，如 2026-11-27")
    command.add_argument("--preview", action="store_true", help="不编号、不登记")
    _add_out(command, is_required=True)
    command.set_defaults(run=_letters)

    command = actions.add_parser("sent", help="已登记的函件，可以再写出")
    command.add_argument("--number", action="append", default=[], help="只要这个编号的，可多次")
    _add_out(command, is_required=False)
    command.set_defaults(run=_sent)


def _add_out(command: argparse.ArgumentParser, *, is_required: bool) -> None:
    arguments.add_database(command)
    command.add_argument("--out", type=Path, required=is_required, metavar="文件夹|文件.zip")
    command.add_argument("--format", choices=list(_FORMATS), default="docx")
    command.add_argument("--json", action="store_true")


def _letters(options: argparse.Namespace) -> int:
    store, now = running.here(options).existing_store(), clock.now()
    ledger = Ledger(store, now.date())
    roster = store.settings.roster()
    kind, chosen = _BY_WORD[options.kind], _chosen(ledger, options, roster)
    answer = options.reply_by or rectification.answer_day(
        ledger.clock.calendar, ledger.clock.day, ledger.settings
    )
    if answer < now.date():
        raise GovsvcError(
            f"书面反馈截止{answer}早于今天，没有生成。", "请改 --reply-by。", "reply_by_past"
        )
    leads = {unit.name: unit.leader or "" for unit in roster.units}
    letters = rectification.drafts(ledger, kind, chosen, leads, answer)
    if not letters:
        raise GovsvcError.of("no_letters")
    _refuse_out(options.out)
    if not options.preview:
        seen = rectification.seen_of(rectification.able(kind, chosen))
        sent = store.letter_writes.send(letters, seen, Act("", now))
        letters = [one.letter for one in sent]
    paths = _written(letters, options, store, now)
    if options.json:
        arguments.print_json(
            {
                "registered": not options.preview,
                "letters": [_json(letter) for letter in letters],
                "files": [str(path) for path in paths],
                "left_open": rectification.gaps(letters),
            }
        )
        return 0
    done = "已生成预览" if options.preview else "已登记"
    print(f"{done}{kind.word}{len(letters)}份：{options.out}")
    for letter in letters:
        print(f"{letter.number}\t{letter.unit}\t{len(letter.matters)}项")
    if lacking := rectification.gaps(letters):
        print(f"函件中留空：{'、'.join(lacking)}")
    return 0


def _chosen(ledger: Ledger, options: argparse.Namespace, roster: Roster) -> list[Standing]:
    """The entries that the options name. Raises GovsvcError for a number or unit that is none."""
    units = arguments.unit_names(options.unit, roster)
    known = {one.entry.number for one in ledger.standings}
    for number in options.entry:
        if number not in known:
            raise GovsvcError.of("no_such_entry", number=number)
    return [
        one
        for one in ledger.standings
        if (not units or one.unit in units)
        and (not options.entry or one.entry.number in options.entry)
        and (not options.overdue or ledger.clock.light(one) == Light.RED)
    ]


def _json(letter: Letter) -> dict[str, object]:
    return {
        "kind": str(letter.kind),
        "number": letter.number if letter.serial else None,
        "unit": letter.unit,
        "day": f"{letter.day}",
        "reply_by": letter.reply_by and f"{letter.reply_by}",
        "entries": letter.entries,
    }


def _refuse_out(out: Path) -> None:
    """Raises GovsvcError where nothing can be written there, before anything gets a number."""
    folder = out.parent if out.suffix else out
    if out.suffix and out.suffix.lower() != ".zip":
        raise GovsvcError(
            f"不能写成{out.suffix}。", "请把 --out 写成文件夹，或以 .zip 结尾。", "format"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GovsvcError(
            f"不能写到{folder}，没有登记。", "请检查 --out 的路径。", "not_writable"
        ) from error


def _written(
    letters: Sequence[Letter], options: argparse.Namespace, store: Store, now: datetime
) -> list[Path]:
    """The files, after they were written. Raises GovsvcError."""
    endings, spacing = _FORMATS[options.format], Ledger(store, now.date()).settings.spacing
    letterhead = store.papers.letterhead()
    base = letterhead.content if letterhead else None
    if options.out.suffix:
        contents = {options.out: papers.package(letters, endings, spacing, now, base)}
    else:
        contents = {
            options.out / papers.file_name(letter, ending): papers.file(
                letter, ending, spacing, now, base
            )
            for letter in letters
            for ending in endings
        }
    try:
        for path, content in contents.items():
            path.write_bytes(content)
    except OSError as error:
        raise GovsvcError(
            f"没有写出函件：{error.strerror}。",
            "已登记的函件用 rectification sent --out 再写出。",
            "not_written",
        ) from error
    return list(contents)


def _sent(options: argparse.Namespace) -> int:
    store = running.here(options).existing_store()
    letters = _registered(store, options.number)
    if options.out:
        _refuse_out(options.out)
        _written(letters, options, store, clock.now())
    if options.json:
        arguments.print_json({"letters": [_json(letter) for letter in letters]})
        return 0
    for letter in letters:
        print(f"{letter.number}\t{letter.unit}\t{len(letter.matters)}项\t{letter.day}")
    return 0


def _registered(store: Store, numbers: Sequence[str]) -> list[Letter]:
    """The registered letters of these numbers, or all. Raises GovsvcError for one that is none."""
    letters = [one.letter for one in store.rectification.letters()]
    known = {letter.number for letter in letters}
    for number in numbers:
        if number not in known:
            raise GovsvcError(f"没有登记过{number}。", "请核对编号。", "no_such_letter")
    return [letter for letter in letters if not numbers or letter.number in numbers]
