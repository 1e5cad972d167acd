"""What is wrong with the files of an import: a line for each kind of issue, the single cells behind
it, all in the downloads.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath

import pandas as pd
import streamlit as st

from govsvc.domain.errors import Issue
from govsvc.domain.issue_groups import IssueGroup, grouped
from govsvc.exports import export
from govsvc.importing.plan import Plan
from pages._ui import downloads, ui
from pages._ui.upload import marked_workbooks

MOST_ISSUES = 200
#: groups beyond which the table scrolls
_MOST_UNSCROLLED = 8
#: more files share one table
MOST_APART = marked_workbooks.MOST_APART
_SEVERITIES = {"error": "错误", "warning": "提示"}


def issue_table(plan: Plan, advice: str = "请改正原表后重新导入") -> None:
    """A line for each group of issues, errors first; each issue by itself behind it: the first 200,
    all in the downloads. `advice`: how to put it right.
    """
    groups = grouped((file.file, file.issues) for file in plan.files)
    issues = [(issue, group.file) for group in groups for issue in group.issues]
    if not issues:
        if plan.batches:
            st.success("没有发现问题。", icon=":material/check_circle:")
        return
    ui.section("需要处理的问题", f"有误的行不计入，其余行照常导入；{advice}")
    with st.container(height=460 if len(groups) > _MOST_UNSCROLLED else "content", border=False):
        _groups(groups[:MOST_ISSUES], len(plan.files))
    if len(groups) > MOST_ISSUES:
        st.markdown(
            f":gray[共{len(groups)}类问题，此处列出前{MOST_ISSUES}类，全部内容见下载的清单。]"
        )
    if len(groups) < len(issues):
        _one_by_one(issues)
    marked_workbooks.buttons(plan)
    downloads.table(
        "问题清单",
        lambda suffix: export.file_name("导入问题清单", suffix=suffix),
        lambda: _sheet(issues),
        key="issues",
    )


def _groups(groups: Sequence[IssueGroup], file_count: int) -> None:
    """A table for each file, or one for many files."""
    lines = [
        (
            group.file,
            [
                _severity(group.severity),
                ui.text(_cell(group.address, group.file)),
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


def _one_by_one(issues: Sequence[tuple[Issue, str]]) -> None:
    """The single issues with the files they are in, the first of them."""
    with st.expander(f"逐个查看（{len(issues)}个）"):
        rows = [
            [
                _severity(issue.severity),
                file,
                _cell(f"{issue.sheet}!{issue.cell}" if issue.cell else issue.sheet, file),
                issue.message,
                issue.expected,
            ]
            for issue, file in issues[:MOST_ISSUES]
        ]
        ui.grid(
            pd.DataFrame(rows, columns=["程度", "文件", "单元格", "问题", "应为"]),
            leading=["程度", "单元格", "问题"],
            is_boxed=True,
            height=min(420, 38 + 35 * len(rows)),
            alt=f"{len(issues)}个问题",
        )
        if len(issues) > MOST_ISSUES:
            st.markdown(f":gray[此处列出前{MOST_ISSUES}个，全部内容见下载的清单。]")


def _sheet(issues: Sequence[tuple[Issue, str]]) -> export.Sheet:
    """All issues, to download."""
    return export.Sheet(
        "导入问题清单",
        ["序号", "文件", "程度", "工作表", "单元格", "问题", "表中的值", "应为"],
        [
            [
                number,
                file,
                _SEVERITIES[issue.severity],
                issue.sheet,
                issue.cell,
                issue.message,
                issue.value,
                issue.expected,
            ]
            for number, (issue, file) in enumerate(issues, start=1)
        ],
        [("共", f"{len(issues)}个问题")],
    )


def _severity(severity: str) -> str:
    return f"{'✕' if severity == 'error' else '！'} {_SEVERITIES[severity]}"


def _cell(address: str, file: str) -> str:
    """The address without the sheet of a text table, which is called as the file is."""
    path = PurePosixPath(file)
    if path.suffix.lower() in (".csv", ".txt"):
        return address.removeprefix(f"{path.stem}!")
    return address
