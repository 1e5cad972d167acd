"""材料: what is shown of a paper, editing it, 审核, and who sees what."""

import io
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from docx import Document
from support import mentions, show, words

from govsvc.documents import papers
from govsvc.documents.papers import Occasion
from govsvc.documents.papers.model import Figure
from govsvc.domain.paper_versions import PaperOf, Words
from govsvc.domain.rectification import Settings
from govsvc.security import UPLOADER, VIEWER
from govsvc.security.roles import REVIEWER, VISITOR
from govsvc.store import Act, open_store
from pages._ui import data

OCTOBER, WHEN = date(2026, 10, 1), datetime(2026, 11, 5, 9, 30)
ACT = Act("张三", WHEN)
PAPER = PaperOf("summary", "总结", OCTOBER)
OTHERS = "practice:others"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(data, "now", lambda: WHEN)


def store():
    return open_store(data.database_address())


def texts(app) -> str:
    """The text of the paper, without marks of HTML."""
    found = [element.proto.body for element in app.get("html")]
    return re.sub(
        "<[^>]*>", "", "\n".join(body for body in found if "<div class=paper_text" in body)
    )


class Generated:
    """What the data alone say."""

    def __init__(self, office: str = ""):
        occasion = Occasion(data.board(), OCTOBER, office, WHEN.date())
        self.paragraphs = papers.BY_NAME["总结"].draft(occasion).paragraphs
        self.gaps = [gap for one in self.paragraphs for gap in one.gaps]


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def press(app, key: str):
    next(button for button in app.button if button.key == key).click()
    return app.run()


def write(app, key: str, text: str):
    """Opens the paragraph, writes and saves."""
    press(app, f"edit_{key}")
    app.text_area[0].set_value(text)
    app.run()
    return press(app, "save_words")


def opened(app, key: str):
    """With that part of the page open."""
    app.session_state[key] = True
    return app.run()


def in_file(given: dict, part: str) -> Document:
    made = [make for name, make in given.items() if part in name and name.endswith(".docx")]
    return Document(io.BytesIO(made[-1]()))


def test_the_paper_is_shown_as_it_is_printed(one):
    app = show("papers.py")
    gaps = 1 + len(Generated().gaps)  # and who signs
    assert app.header[0].value == f"2026年10月总结：初稿，待补充{gaps}处、待核对1处"
    shown = texts(app)
    for said in (
        "云溪县2026年1—10月政务服务评价指标阶段工作总结",
        "“网上可办率”达到99.94%（3,148/3,150），位居全市第三（10月通报）",
        "【请补充：其他特色做法】",
        "2026年11月5日",
    ):
        assert said in shown
    body = "\n".join(element.proto.body for element in app.get("html"))
    assert re.search(
        r'<a href="indicator\?m=2026-10&amp;ind=[^"]+" target="_blank" title="网上可办率 · 数值 · '
        r'2026年10月 · 3,148/3,150 · 市通报 · 单项指标">99.94%（3,148/3,150）</a>',
        body,
    )
    assert '<a href="problems?m=2026-10&amp;list=' in body
    assert "二（四）　【请补充：其他特色做法】" in words(app).replace("\\", "")


def test_every_number_of_the_paper_leads_to_a_page_that_is_there(one):
    body = "\n".join(element.proto.body for element in show("papers.py").get("html"))
    linked = re.findall(r'target="_blank" title="[^"]*">([^<]*)</a>', body)
    figures = [part for one in Generated().paragraphs for part in one.parts]
    assert linked == [part.text for part in figures if isinstance(part, Figure)]


def test_a_month_without_values_says_what_is_wanting(full):
    app = show("papers.py", m="2025-01")
    assert not app.exception and "总结：初稿" in app.header[0].value


def test_words_of_a_person_are_printed_and_can_be_put_back(one, given):
    app = show("papers.py")
    write(app, OTHERS, "设帮办窗口3个。\n“网上可办率”达到98.00%。")
    assert "已保存" in words(app) and "已人工修改" in words(app)
    assert "设帮办窗口3个。" in texts(app)
    assert mentions(words(app).replace("\\", ""), "写作98.00%，数据为99.94%")
    assert "、待核对2处" in app.header[0].value
    file = in_file(given, "总结_初稿")
    assert "设帮办窗口3个。" in "\n".join(p.text for p in file.paragraphs)
    assert file.sections[0].header.paragraphs[0].text == "初稿"
    press(app, f"edit_{OTHERS}")
    press(app, "put_back")
    assert "设帮办窗口3个。" not in texts(app) and "已恢复自动生成的文字" in words(app)
    assert [one.number for one in store().papers.versions("summary", OCTOBER)] == [2, 1]


def test_a_paragraph_can_be_left_out_and_a_wanting_one_is_opened_from_the_list(one):
    gaps = Generated().gaps
    app = show("papers.py")
    press(app, "point_0")
    assert gaps[0].text in app.text_area[0].value
    press(app, "leave_out")
    assert f"待补充{len(gaps)}处" in app.header[0].value and "不印" in words(app)
    press(app, "edit_heading:practice:chains")
    press(app, "leave_out")
    assert "（三）其他做法" in texts(app) and "一链式" not in app.header[0].value


def test_new_data_are_proposed_beside_the_words_of_a_person(one):
    key = "problem:online_rate"
    said = [Words(key, "正在协调解决。", "“网上可办率”为99.87%。")]
    store().paper_writes.save(PAPER, "written", key, said, ["全文"], ACT, seen=0)
    app = show("papers.py")
    assert mentions(words(app).replace("\\", ""), "数据有变化，现在写：", "仍有2项未网上可办")
    press(app, f"keep_{key}")
    assert "采用这一段" not in labels(app) and "正在协调解决。" in texts(app)
    store().paper_writes.save(PAPER, "written", key, said, ["全文"], ACT, seen=2)
    app.run()
    press(app, f"take_{key}")
    assert "正在协调解决。" not in texts(app) and "仍有2项未网上可办" in texts(app)


def test_approving_makes_it_no_draft_until_it_is_edited(one, given, acting):
    fill_in()
    acting(REVIEWER)
    app = show("papers.py")
    assert app.header[0].value == "2026年10月总结：初稿，待核对1处"
    press(app, "approve_paper")
    assert app.header[0].value == "2026年10月总结：已审核（王五，2026-11-05）"
    assert "approve_paper" not in [button.key for button in app.button]
    printed = in_file(given, "总结_已审核")
    assert printed.sections[0].header.paragraphs[0].text == ""
    for role in ((VIEWER,), (UPLOADER, "公安局")):
        acting(*role)
        seen = show("papers.py")
        assert "已审核" in seen.header[0].value and "甲。" in texts(seen)
        assert not [label for label in labels(seen) if label in ("修改", "审核通过")]
    acting(UPLOADER)
    app = write(show("papers.py"), "opening", "改了。")
    assert app.header[0].value.startswith("2026年10月总结：初稿")
    acting(VIEWER)
    assert "改了。" not in texts(show("papers.py"))


def fill_in() -> None:
    """Someone signs, and each place is filled in."""
    known = store()
    known.setting_writes.set_rectification(
        Settings(office="云溪县局"), ACT, expected_version=known.version()
    )
    said = [
        Words(one.key, "甲。", one.text) for one in Generated("云溪县局").paragraphs if one.gaps
    ]
    known.paper_writes.save(PAPER, "written", OTHERS, said, ["全文"], ACT, seen=0)


@pytest.mark.parametrize("role", [(VIEWER,), (UPLOADER, "公安局"), (VISITOR,)])
def test_a_draft_is_not_for_everybody(one, acting, monkeypatch, given, role):
    if role == (VISITOR,):
        monkeypatch.setattr(data, "asker", lambda: lambda: VISITOR)
    else:
        acting(*role)
    app = show("papers.py")
    assert app.header[0].value == "2026年10月总结：初稿"
    assert texts(app) == "" and not given and not app.exception
    assert any("查看材料初稿需要“填报”（不限部门）权限" in e.proto.body for e in app.get("html"))


def test_what_is_wanting_must_be_there_before_it_is_approved(one, acting):
    acting(REVIEWER)
    button = next(b for b in show("papers.py").button if b.key == "approve_paper")
    assert button.disabled
    acting(UPLOADER)
    assert "approve_paper" not in [b.key for b in show("papers.py").button]


def test_last_years_words_are_a_start(one):
    december = replace(PAPER, month=date(2025, 12, 1))
    said = [Words(OTHERS, "去年的做法。", "", "")]
    store().paper_writes.save(december, "written", OTHERS, said, ["去年"], ACT, seen=0)
    app = press(show("papers.py"), f"edit_{OTHERS}")
    assert mentions(words(app).replace("\\", ""), "2025年12月写的是", "去年的做法。")
    press(app, "begin_with_earlier")
    assert app.text_area[0].value == "去年的做法。"
    press(app, "save_words")
    assert "去年的做法。" in texts(app)


def test_hostile_words_and_names_are_text(one):
    app = write(show("papers.py"), OTHERS, "<script>alert(1)</script>[a](b)**c**=cmd()")
    body = "\n".join(element.proto.body for element in app.get("html"))
    assert "<script>" not in body and "&lt;script&gt;alert" in body
    assert not app.exception


def test_versions_are_compared_and_restored(one):
    for number, text in enumerate(("第一次写。", "第二次写。")):
        said = [Words(OTHERS, text, "")]
        store().paper_writes.save(PAPER, "written", OTHERS, said, ["题", text], ACT, seen=number)
    app = opened(show("papers.py"), "versions")
    assert "各稿（2稿）" in [found.label for found in app.expander]
    app.selectbox(key="before").set_value("第1稿")
    app.selectbox(key="after").set_value("第2稿")
    app.run()
    rows = [table.value.to_numpy().tolist() for table in app.table]
    assert [row[:2] + row[3:] for row in rows[0]] == [
        ["第2稿", "2026-11-05 09:30", "修改", "第二次写。"],
        ["第1稿", "2026-11-05 09:30", "修改", "第二次写。"],
    ]
    assert rows[1] == [["第一次写。", "第二次写。"]]
    app.selectbox(key="restored").set_value("第1稿").run()
    press(app, "restore_version")
    assert "第一次写。" in texts(app) and "第二次写。" not in texts(app)


def finished(*texts: str) -> bytes:
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_finished_paper_is_compared_with_the_data(one, given):
    app = opened(show("papers.py"), "paper_check")
    wrong = finished(
        "2026年10月总结", "“网上可办率”达到99.49%，<b>位居</b>全市第三。", "“进驻率”98.10%。"
    )
    app.file_uploader(key="finished_paper_file").set_value(("总结*1*.docx", wrong, "")).run()
    assert mentions(words(app).replace("\\", ""), "总结*1*.docx", "不符1处，找不到依据0处，相符2处")
    rows = app.table[-1].value.to_numpy().tolist()
    assert [row[0:4] for row in rows] == [["不符", "网上可办率", "99\\.49%", "99\\.94%"]]
    assert rows[0][-1].startswith("[查看](indicator?m=2026-10&ind=")
    assert any("材料核对结果" in name for name in given)
    app.file_uploader(key="finished_paper_file").set_value(("a.docx", b"no", "")).run()
    assert app.error and not app.exception


def test_who_may_not_upload_is_not_asked_for_a_file(one, acting):
    acting(VIEWER)
    assert "核对写好的材料" not in [found.label for found in show("papers.py").expander]
    acting(UPLOADER, "公安局")
    assert "核对写好的材料" in [found.label for found in show("papers.py").expander]


def test_the_offices_own_look_is_set_by_administrators(one, given, acting):
    app = opened(show("papers.py"), "paper_look")
    app.file_uploader(key="letterhead_upload").set_value(("x.docm", b"no", "")).run()
    assert app.error and "set_letterhead" not in [button.key for button in app.button]
    head = finished("云溪县局文件", "【正文】", "抄送：县政府办。")
    app.file_uploader(key="letterhead_upload").set_value(("红头.docx", head, "")).run()
    assert mentions(words(app).replace("\\", ""), "红头、版记", "页边距取自文件", "按国家标准")
    press(app, "set_letterhead")
    assert "以后的材料、函件写在红头" in words(app).replace("\\", "")
    texts = [p.text for p in in_file(given, "总结_初稿").paragraphs if p.text]
    assert texts[0] == "云溪县局文件" and "抄送：县政府办。" in texts
    app.selectbox(key="paper_spacing_28.95").set_value(Decimal("28.5")).run()
    press(app, "save_spacing")
    assert "行距28.5磅" in words(app).replace("\\", "")
    press(app, "remove_letterhead")
    assert in_file(given, "总结_初稿").paragraphs[0].text == "云溪县2026年1—10月"
    acting(REVIEWER)
    assert "公文样式（红头、行距）" not in [found.label for found in show("papers.py").expander]
