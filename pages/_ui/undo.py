"""撤销: what would change is shown first, and what would have to go with it."""

from datetime import date, datetime

import pandas as pd
import streamlit as st

from govsvc.domain.errors import GovsvcError, MonthClosed
from govsvc.domain.months import month_text
from govsvc.exports import export
from govsvc.importing import preview
from govsvc.importing.originals import restored
from govsvc.security import Right
from govsvc.store import Act, Store
from govsvc.workflow.collecting import Draft, opened_from
from pages._ui import data, downloads, frame, permissions, ui

MOST_ROWS = 200


def drafts_table(drafts: list[Draft]) -> None:
    """The writes of a month, the latest first."""

    def rows_of(draft: Draft) -> str:
        return f"{draft.rows:,}" if draft.rows else ""

    rows = [
        (
            draft.name,
            f"{draft.at:%Y-%m-%d %H:%M}",
            draft.who,
            "、".join(name for name, _ in draft.files),
            "、".join(draft.kinds),
            rows_of(draft),
            "、".join(draft.units),
            f"已撤销（操作{draft.undone_by}）" if draft.undone_by else "",
            draft.reason,
            "、".join(sha256[:12] for _, sha256 in draft.files if sha256),
            draft.version,
        )
        for draft in drafts
    ]
    table = pd.DataFrame(
        rows,
        columns=[
            "稿次",
            "时间",
            "操作人",
            "文件",
            "类别",
            "行数",
            "单位",
            "状态",
            "原因",
            "文件指纹",
            "操作号",
        ],
        dtype=object,
    )
    st.dataframe(
        ui.only_filled(table, ("文件", "状态", "原因", "文件指纹")),
        hide_index=True,
        height=min(420, 38 + 35 * len(table)),
        alt=f"{len(table)}次操作",
        column_config={
            "文件": st.column_config.TextColumn(width="medium"),
            "单位": st.column_config.TextColumn(width="medium"),
        },
    )
    sheet = export.Sheet("操作记录", list(table), rows, frame.facts())
    downloads.table(
        "操作记录",
        lambda suffix: frame.file_name("操作记录", suffix=suffix),
        lambda: sheet,
        key="drafts",
    )


def originals(store: Store, drafts: list[Draft]) -> None:
    """The uploaded files, to be downloaded as they are kept."""
    kept, own = store.records.originals(), store.records.own_originals()
    every = {
        f"{name}（{draft.name}）": (name, sha256)
        for draft in reversed(drafts)
        for name, sha256 in draft.files
        if (name, sha256) in kept
    }
    files = {label: place for label, place in every.items() if place in own}
    if len(files) < len(every):
        actor = data.actor()
        permissions.may(
            Right.UPLOAD_ALL if actor.may(Right.UPLOAD) else Right.UPLOAD,
            (
                f"下载{'其他单位的' if actor.may(Right.UPLOAD) else ''}原件（"
                f"{len(every) - len(files)}个）"
            ),
        )
    if not files:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        label = st.selectbox(
            "下载原件（去掉宏，电话和身份证号已隐去）",
            list(files),
            index=None,
            placeholder="选择文件",
            width=520,
        )
        downloads.button(
            "下载原件",
            kept[files[label]] if label else "原件",
            lambda: (restored(store.records.original(*files[label])), f"上传的原件：{label}"),
            "original",
            right=Right.UPLOAD,
            disabled=not label,
        )


@st.dialog("撤销", width="large")
def undo(store: Store, draft: Draft, month: date) -> None:
    """Shows the difference and asks."""
    name = f"{month_text(month)}{draft.name}"
    later = store.undoing.later_writes(draft.version)
    versions = [draft.version, *later]
    try:
        seen = preview.of_undoing(store, versions)
    except GovsvcError as error:
        st.error(f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:")
        return
    back = "恢复被它撤销的内容" if draft.what == "undo" else "恢复它导入之前的数据"
    st.markdown(
        f"撤销**{ui.text(name)}**（{draft.at:%m月%d日 %H:%M}，{ui.text(draft.who)}），"
        f"{back}。撤销本身也有记录，随时可以再撤销回来。"
    )
    if later:
        st.markdown(
            f":orange[后来还有{len(later)}次操作以它为基础（操作号"
            f"{'、'.join(map(str, later))}），将一并撤销。]"
        )
    following = opened_from(store, month)
    if following and draft.what in ("import", "open"):
        st.markdown(
            f":orange[{'、'.join(map(month_text, following))}以本月为底册开的月，"
            "沿用的行不随之改变；需要的，撤销那个月的开月后重新开月。]"
        )
    for sentence in preview.summary(seen):
        st.markdown("· " + ui.text(sentence))
    table = preview.preview_sheet(seen, home=store.settings.home() or "本县")
    if table.rows:
        with st.expander(f"逐行查看（{len(table.rows)}处）"):
            st.dataframe(
                pd.DataFrame(
                    [list(row) for row in table.rows[:MOST_ROWS]],
                    columns=list(table.columns),
                    dtype=object,
                ),
                hide_index=True,
                height=min(360, 38 + 35 * min(len(table.rows), MOST_ROWS)),
                alt=f"{len(table.rows)}处变化",
            )
    elif not seen.is_changed:
        st.markdown(":gray[数据没有变化。]")
    state = store.months.states().get(month)
    is_closed = state is not None and state.state == "closed"
    reason = ""
    if is_closed:
        reason = st.text_input(
            "更正原因",
            key="undo_reason",
            placeholder=f"{month_text(month)}已定稿，撤销将存为更正版，请写明原因",
            max_chars=100,
        )
    if st.button(
        "确认撤销",
        type="primary",
        icon=":material/undo:",
        disabled=is_closed and not reason.strip(),
    ):
        try:
            store.undoing.undo(
                versions,
                Act(permissions.who(), datetime.now(), reason=reason.strip()),
                expected_version=seen.version,
            )
        except MonthClosed as error:  # another month than the one that is shown
            st.error(
                (
                    f"**{ui.text(error.title)}**  "
                    f"\n请到{'、'.join(map(month_text, error.months))}的页面撤销，"
                    "并写明更正原因。"
                ),
                icon=":material/error:",
            )
        except GovsvcError as error:
            st.error(
                f"**{ui.text(error.title)}**  \n{ui.text(error.step)}", icon=":material/error:"
            )
        else:
            st.session_state["done"] = f"已撤销{name}。"
            st.rerun()
