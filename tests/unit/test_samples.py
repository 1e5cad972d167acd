"""data/samples: the month that a newcomer uploads first. The numbers here were counted by hand in
tests/generator/samples.py; no rule of the library was asked.
"""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from support import WHEN

from govsvc.board import Board
from govsvc.domain import indicators
from govsvc.domain.errors import GovsvcError
from govsvc.importing import pipeline
from govsvc.importing.reading import digest
from govsvc.store import Act

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SEPTEMBER = date(2026, 9, 1)
#: 62 items: one is a 行政处罚 and one 暂停; 4 of the 60 others are done in the townships, where
#: nothing has to enter the county's hall. 20 villages, one without a station.
COUNTED = {
    "online_rate": (58, 60, "96.67"),
    "full_online_rate": (55, 60, "91.67"),
    "provincial_publish_rate": (59, 60, "98.33"),
    "hall_entry_rate": (55, 56, "98.21"),
    "effective_hall_entry_rate": (53, 56, "94.64"),
    "station_coverage_rate": (19, 20, "95.00"),
    "station_renaming_rate": (17, 19, "89.47"),
}
LISTED = {
    "not_online": {"收养登记", "殡葬设施审批"},
    "not_in_hall": {"民办职业培训学校设立"},
    "entered_in_name_only": {"采矿权登记"},
    "handled_off_site": {"医疗机构执业登记"},
    "villages_without_station": {"老鹰村"},
    "stations_not_renamed": {"石桥村", "松林村"},
}
#: indicator → target, and whether the bulletin's value reaches it
GOALS = {
    "online_rate": (98, False),
    "full_online_rate": (92, False),
    "provincial_publish_rate": (100, False),
    "station_coverage_rate": (100, False),
    "hall_entry_rate": (98, True),
}


def test_while_they_are_tried_out_nothing_else_is_imported(empty_store):
    files = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]
    digests = [digest(content) for _, content in files]
    empty_store.clear(Act("", WHEN), "云溪县", digests, expected_version=empty_store.version())
    assert pipeline.plan(empty_store, files[:2]).batches
    with pytest.raises(GovsvcError, match="不得与本县数据混用"):
        pipeline.plan(empty_store, [files[0], (files[0][0], files[0][1] + b" ")])


@pytest.fixture
def board(empty_store):
    files = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir())]
    assert sorted(Path(name).suffix for name, _ in files) == [".docx", ".xls", ".xlsx", ".xlsx"]
    plan = pipeline.plan(empty_store, files)
    assert not plan.refused and not plan.unknown and plan.error_count == 0
    assert (plan.months, plan.home) == ([SEPTEMBER], "云溪县")
    codes = [issue.code for file in plan.files for issue in file.issues]
    assert sorted(codes) == ["not_in_use", "out_of_scope"]
    pipeline.commit(empty_store, plan, who="测试", when=WHEN)
    return Board(empty_store)


def test_the_numbers_of_the_samples(board):
    for key, (numerator, denominator, percent) in COUNTED.items():
        own = board.values.own(indicators.by_key(key), SEPTEMBER)
        assert (own.numerator, own.denominator) == (numerator, denominator), key
        assert f"{own.published:.2f}" == percent, key
    for key, names in LISTED.items():
        rows, _ = board.lists.rows(indicators.list_by_key(key), SEPTEMBER)
        assert {problem.row.name for problem in rows} == names, key
    for key, goal in GOALS.items():
        standing = board.cards.standing(indicators.by_key(key), SEPTEMBER)
        assert (standing.target.value, standing.target_reached) == goal, key


def test_the_bulletin_of_the_samples(board):
    full = board.rankings.latest(indicators.by_key("full_online_rate"), SEPTEMBER)
    assert (full.home.rank.place, len(full.rows)) == (6, 8)
    online = board.rankings.latest(indicators.by_key("online_rate"), SEPTEMBER)
    assert sorted(row.rank.place for row in online.rows) == [1, 2, 3, 4, 5, 5, 7, 8]
    assert board.scores.latest(SEPTEMBER).overall


def test_no_personal_data_in_the_samples():
    texts = []
    for path in SAMPLES.iterdir():
        if path.suffix == ".docx":
            texts.append(docx_text(path))
            continue
        book = CalamineWorkbook.from_path(str(path))
        texts += [
            str(cell)
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        ]
    whole = "\n".join(texts)
    assert "云溪县" in whole and "老鹰村" in whole
    for header in ("负责人", "填报人", "填表人", "联系", "电话", "手机", "身份证号", "姓名"):
        assert header not in whole
    assert not re.search(r"(?<![0-9A-Z])(1[3-9]\d{9}|\d{17}[0-9X])(?![0-9A-Z])", whole)


def docx_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return re.sub(r"<[^>]+>", "\n", archive.read("word/document.xml").decode())
