"""下载模板: empty, prefilled for all units or one, or one for each unit; made when clicked."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from govsvc.documents import template
from govsvc.domain.months import month_text
from govsvc.store import Store
from pages._ui import downloads

_ALL = "全部部门和乡镇"


@st.fragment
def menu(store: Store) -> None:
    """The button and what it opens; a choice in it runs nothing else of the page."""
    with st.popover(
        "下载模板", icon=":material/download:", key="templates", on_change="rerun"
    ) as popover:
        if not popover.open:  # what is in it takes looking through all months
            return
        _download(
            "空白模板",
            lambda: template.workbook(template.known_names(store)),
            template.file_name(),
            "empty",
        )
        _download(
            "群众评价模板（回访、好差评、问卷、窗口评分）",
            lambda: template.feedback.workbook(template.known_names(store)),
            template.feedback.file_name(),
            "feedback",
        )
        _download(
            template.chains.TITLE,
            lambda: template.chains.workbook(template.known_names(store)),
            template.chains.file_name(),
            "chains",
        )
        st.markdown("**预填模板**　:gray[:small[已填入上月各行，只需修改有变化的]]")
        months = template.months_to_fill(store)
        if months:
            _prefilled(store, months)
        else:
            st.markdown(":gray[:small[导入第一个月的事项或站点后，这里可以下载带上月各行的模板。]]")


def _prefilled(store: Store, months: Sequence[date]) -> None:
    with st.container(horizontal=True, gap="small"):
        month = st.selectbox(
            "填报月份",
            months,
            format_func=month_text,
            key="template_month",
            placeholder="选择月份",
            width=132,
        )
        picked = st.selectbox(
            "部门或乡镇",
            [_ALL, *template.units_to_fill(store, month)],
            key="template_unit",
            placeholder="选择部门或乡镇",
            width="stretch",
        )
    unit = None if picked == _ALL else picked
    is_demonstration = store.settings.is_demonstration()
    name = template.file_name(month, unit, is_demonstration=is_demonstration)
    with st.container(horizontal=True, gap="small"):
        _download(
            "下载预填模板",
            lambda: template.prefilled(template.gather(store, month), unit),
            name,
            "prefilled",
        )
        each = template.file_name(
            month, "每部门一份", suffix=".zip", is_demonstration=is_demonstration
        )
        _download(
            "每部门一份（压缩包）",
            lambda: template.zipped(template.gather(store, month)),
            each,
            "each",
            downloads.ZIP,
        )


def _download(
    label: str, make: Callable[[], bytes], name: str, key: str, mime: str = downloads.XLSX
) -> None:
    downloads.button(label, name, lambda: (make(), label), f"template_{key}", mime=mime)
