"""The parent's side of marking: a workbook and its issues go to the worker, which marks it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from govsvc.domain.errors import FileRefused, Issue
from govsvc.sheets.marking.ways import KEEP, LIST, REBUILD
from govsvc.sheets.sandbox.process import Limits, Worker

_MARKED = "（已标注）"
_NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked workbook. `name`: its file name; `notes`: in Chinese, what could not be kept."""

    name: str
    content: bytes
    notes: tuple[str, ...]


def mark_workbook(
    file: str, content: bytes, issues: Sequence[Issue], limits: Limits = Limits()
) -> Marked:
    """The file with its issues marked, by the first of the three ways that succeeds in the limits.

    Raises FileRefused where not even the list can be written.
    """
    reason = ""
    with Worker(limits) as worker:
        for way in (KEEP, REBUILD, LIST):
            answer = worker.mark(way, file, content if way != LIST else b"", issues)
            if answer.content is not None:
                notes = (*_notes_of_way(way, reason), *answer.notes)
                return Marked(marked_name(file), answer.content, notes)
            # the last way's reason is nearest to what comes out
            reason = answer.reason
    raise FileRefused("错误清单未能生成。", "请稍后再试，或按页面上的清单改正。", "not_marked")


def _notes_of_way(way: str, reason: str) -> list[str]:
    """What to say of a way that was taken because the one before it failed for a `reason`."""
    if way == REBUILD:
        return [
            f"不能在原文件上标注（{reason}），标注写在一个新的工作簿里："
            "表名和单元格位置不变，只有值，没有公式和格式。"
        ]
    if way == LIST:
        return [f"不能附上原表（{reason}），只给出错误清单。"]
    return []


def marked_name(file: str) -> str:
    """The marked workbook's file name."""
    stem = PurePath(file.replace("\\", "/")).stem
    return f"{_NOT_IN_A_FILE_NAME.sub(' ', stem).removesuffix(_MARKED)}{_MARKED}.xlsx"
