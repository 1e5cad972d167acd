"""数据导入: upload, see what was read, confirm, receipt."""

import streamlit as st

from govsvc.security import Right
from pages._ui import data, frame, permissions, ui
from pages._ui.upload import (
    column_mapping,
    file_summary,
    receipt,
    upload_confirm,
    upload_files,
    upload_review,
)

is_demonstration = frame.current().board.is_demonstration
selection = upload_files.choose(is_disabled=is_demonstration)
left, right = selection.left, selection.right
if is_demonstration:
    frame.title("数据导入：先清空演示数据")
    with right:
        st.info(
            "当前为演示数据，不得与真实数据混用。请先点击上方“清空演示数据，开始使用”，再导入。",
            icon=":material/info:",
        )
elif not selection.files:
    frame.title("数据导入")
    with right:
        permissions.may(Right.UPLOAD, "导入")
        if stored := st.session_state.get("receipt"):
            receipt.receipt(*stored)
        else:
            upload_files.how_to(selection.is_pasted)
else:
    store = data.store()
    with right:
        plan = upload_review.read(store, selection)
        upload_review.show(plan, selection.is_pasted)
    with left:
        ui.section("识别结果", "以表中内容为准")
        file_summary.show(plan)
        column_mapping.editor(plan)
    with right:
        if not plan.batches:
            upload_review.nothing_to_import(plan)
        elif not plan.unknown:
            upload_confirm.show(store, plan)

ui.section("已导入", "最近的在前")
reading = data.reading()
receipt.batch_table(
    [file for file in reading.records.batches() if file.file], reading.undoing.undone()
)
