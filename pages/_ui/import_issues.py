"""What is wrong with the files of an import: a line for each kind of fault, the single cells behind
it, all in the downloads.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import PurePosixPath

import pandas as pd
import streamlit as st

from govsvc import sheets
from govsvc.domain.errors import Issue
from govsvc.domain.issue_groups import IssueGroup, grouped
from govsvc.exports import export
from govsvc.importing.pipeline import Plan
from govsvc.sheets.formats import archives
from govsvc.sheets.sandbox.annotate import marked_name
from pages._ui import downloads, ui

MOST_ISSUES = 200
#: more files share a table, and their marked workbooks come in one archive
MOST_APART = 3
_SEVERITIES = {"error": "错误", "warning": "提示"}


def issue_table(plan: Plan, advice: str = "请改正原表后重新导入") -> None:
    """A line for each group of issues, errors first; each issue by itself behind it: the first 200,
    all in the downloads. `advice`: how to put it right.
    """
    groups = grouped((file.file, file.issues) for file in plan.files)
    found = [(issue, group.file) for group in groups for issue in group.issues]
    if not found:
        if plan.batches:
            st.success("没有发现问题。", icon=":material/check_circle:")
        return
    ui.section("需要处理的问题", f"有误的行不计入，其余行照常导入；{advice}")
    with st.container(height=460 if len(groups) > 8 else "content", border=False):
        _groups(groups[:MOST_ISSUES], len(plan.files))
    if len(groups) > MOST_ISSUES:
        st.markdown(f":gray[共{len(groups)}类问题，先列出前{MOST_ISSUES}类，全部在下载的清单里。]")
    if len(groups) < len(found):
        with st.expander(f"逐个查看（{len(found)}个）"):
            shown = [
                [
                    _severity(issue.severity),
                    name,
                    _place(f"{issue.sheet}!{issue.cell}" if issue.cell else issue.sheet, name),
                    issue.message,
                    issue.expected,
                ]
                for issue, name in found[:MOST_ISSUES]
            ]
            st.dataframe(
                pd.DataFrame(shown, columns=["程度", "文件", "单元格", "问题", "应为"]),
                hide_index=True,
                height=min(420, 38 + 35 * len(shown)),
                alt=f"{len(found)}个问题",
            )
            if len(found) > MOST_ISSUES:
                st.markdown(f":gray[先列出前{MOST_ISSUES}个，全部在下载的清单里。]")
    _marked_workbooks(plan)

    def sheet() -> export.Sheet:
        return export.Sheet(
            "导入问题清单",
            ["序号", "文件", "程度", "工作表", "单元格", "问题", "表中的值", "应为"],
            [
                [
                    number,
                    name,
                    _SEVERITIES[issue.severity],
                    issue.sheet,
                    issue.cell,
                    issue.message,
                    issue.value,
                    issue.expected,
                ]
                for number, (issue, name) in enumerate(found, start=1)
            ],
            [("共", f"{len(found)}个问题")],
        )

    downloads.table(
        "问题清单",
        lambda suffix: export.file_name("导入问题清单", suffix=suffix),
        sheet,
        key="issues",
    )


def _groups(groups: Sequence[IssueGroup], file_count: int) -> None:
    """A table for each file, or one for many files."""
    lines = [
        (
            group.file,
            [
                _severity(group.severity),
                ui.text(_place(group.place, group.file)),
                ui.text(group.message),
                ui.text(group.expected),
            ],
        )
        for group in groups
    ]
    if file_count > MOST_APART:
        ui.table(
            "issues",
            ["程度", "单元格", "文件", "问题", "应为"],
            [[*line[:2], ui.text(file), *line[2:]] for file, line in lines],
        )
        return
    for number, name in enumerate(dict.fromkeys(file for file, _ in lines)):
        if file_count > 1:
            st.markdown(f"**{ui.text(name)}**")
        ui.table(
            f"issues_{number}",
            ["程度", "单元格", "问题", "应为"],
            [line for file, line in lines if file == name],
        )


def _severity(word: str) -> str:
    return f"{'✕' if word == 'error' else '！'} {_SEVERITIES[word]}"


def _place(place: str, file: str) -> str:
    """Without the sheet of a text table, which is called as the file is."""
    path = PurePosixPath(file)
    return place.removeprefix(f"{path.stem}!") if path.suffix.lower() in (".csv", ".txt") else place


def _marked_workbooks(plan: Plan) -> None:
    """The faulty files with their cells marked: a button for each, or one for many."""
    faulty = [
        (file.file, plan.contents[file.file], tuple(file.issues))
        for file in plan.files
        if file.issues
    ]
    if len(faulty) > MOST_APART:
        downloads.button(
            f"下载{len(faulty)}个标注错误的表格（压缩包）",
            export.file_name("标注错误的表格", suffix=".zip"),
            lambda: (_all_marked(faulty), f"{len(faulty)}个表格"),
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
            partial(_marked_one, name, content, issues),
            f"marked_{number}",
            icon=":material/edit_document:",
        )


def _marked(name: str, content: bytes, issues: Sequence[Issue]) -> bytes:
    return sheets.mark_workbook(name, content, issues).content


def _marked_one(name: str, content: bytes, issues: Sequence[Issue]) -> downloads.Made:
    return _marked(name, content, issues), f"{len(issues)}个问题"


def _all_marked(faulty: Sequence[tuple[str, bytes, Sequence[Issue]]]) -> bytes:
    """The number in front tells files of the same name in several folders apart."""
    return archives.pack(
        [
            (f"{number:02} {marked_name(name)}", _marked(name, content, issues))
            for number, (name, content, issues) in enumerate(faulty, start=1)
        ]
    )
