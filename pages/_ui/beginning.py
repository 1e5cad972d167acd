"""Where the demonstration or the samples end: the county's own data begin, or the samples."""

from pathlib import Path

import streamlit as st

from govsvc.board import Board
from govsvc.domain.errors import GovsvcError
from govsvc.importing.reading import digest
from govsvc.store import Act
from pages._server.settings import ROOT
from pages._ui import data, ui

#: what the samples call their county
_SAMPLE_COUNTY = "云溪县"
_SAMPLES = ROOT / "data" / "samples"
_USED = "uses_samples"


def sample_files() -> list[tuple[str, bytes]]:
    """(name, content) of the sample files; none where they were not brought along."""
    return [(path.name, path.read_bytes()) for path in sorted(_sample_paths())]


def _sample_paths() -> list[Path]:
    return list(_SAMPLES.iterdir()) if _SAMPLES.is_dir() else []


def uses_samples() -> bool:
    """Whether 数据导入 is to take the samples, as if they had been uploaded."""
    return bool(st.session_state.get(_USED))


def use_samples(is_used: bool = True) -> None:
    """From the next run on 数据导入 takes the samples, or the files that are uploaded."""
    st.session_state[_USED] = is_used


@st.dialog("清空演示数据，开始使用")
def instead_of_demonstration(board: Board) -> None:
    """Asks the county's name, and offers the samples."""
    _ask_county(board, "演示数据")
    if not (paths := _sample_paths()):
        return
    st.divider()
    st.markdown(
        f"手边没有表格的，可先用样例了解导入过程：{len(paths)}个样表"
        f"（{_SAMPLE_COUNTY}，2026年9月）。"
        "样例数据与本县数据分开，正式使用时清空。"
    )
    if st.button("用样例文件试一次", icon=":material/science:"):
        digests = [digest(content) for _, content in sample_files()]
        _begin(board, _SAMPLE_COUNTY, digests)


@st.dialog("清空样例数据，开始使用")
def instead_of_samples(board: Board) -> None:
    """Asks the county's name."""
    _ask_county(board, "样例数据")


def _ask_county(board: Board, what: str) -> None:
    with st.form("begin", border=False):
        st.markdown(f"{what}将全部删除，不影响您自己的表格。")
        name = st.text_input("本县名称（全称）", placeholder="如 清源县", max_chars=20)
        if st.form_submit_button("清空，开始使用", type="primary"):
            _begin(board, name, [])


def _begin(board: Board, county: str, trial_files: list[str]) -> None:
    """Empties the database, and opens 数据导入."""
    if not county.strip():
        st.markdown(":orange[请输入本县名称。]")
        return
    act = Act("", data.now())
    try:
        data.store().clear(act, county, trial_files, expected_version=board.version)
    except GovsvcError as error:
        ui.show_error(error, icon=None)
        return
    st.session_state.pop("month", None)
    use_samples(bool(trial_files))
    st.switch_page("upload.py")
