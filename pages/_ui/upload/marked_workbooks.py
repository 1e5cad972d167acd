"""The faulty files of an import with their cells marked, to download."""

from collections.abc import Sequence
from functools import partial

from govsvc import sheets
from govsvc.domain.errors import Issue
from govsvc.exports import export
from govsvc.importing.plan import Plan
from govsvc.sheets.formats import archives
from govsvc.sheets.sandbox.annotate import marked_name
from pages._ui import downloads, ui

#: more files come in one archive
MOST_APART = 3


def buttons(plan: Plan) -> None:
    """A button for each file, or one for many."""
    faulty = [
        (file.file, plan.contents[file.file], tuple(file.issues))
        for file in plan.files
        if file.issues
    ]
    if len(faulty) > MOST_APART:
        downloads.button(
            f"下载{len(faulty)}个标注错误的表格（压缩包）",
            export.file_name("标注错误的表格", suffix=".zip"),
            lambda: (_archive(faulty), f"{len(faulty)}个表格"),
            "marked_all",
            mime=downloads.ZIP,
            icon=":material/edit_document:",
        )
        return
    for number, (name, content, issues) in enumerate(faulty):
        label = "下载标注错误的表格" + (f"：{name}" if len(plan.files) > 1 else "")
        downloads.button(
            ui.text(label),
            marked_name(name),
            partial(_workbook, name, content, issues),
            f"marked_{number}",
            icon=":material/edit_document:",
        )


def _marked(name: str, content: bytes, issues: Sequence[Issue]) -> bytes:
    return sheets.mark_workbook(name, content, issues).content


def _workbook(name: str, content: bytes, issues: Sequence[Issue]) -> downloads.Made:
    return _marked(name, content, issues), f"{len(issues)}个问题"


def _archive(faulty: Sequence[tuple[str, bytes, Sequence[Issue]]]) -> bytes:
    """All in one; a number in front tells files of the same name in several folders apart."""
    return archives.pack(
        [
            (f"{number:02} {marked_name(name)}", _marked(name, content, issues))
            for number, (name, content, issues) in enumerate(faulty, start=1)
        ]
    )
