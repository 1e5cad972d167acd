"""交办单, 提醒函, 督办单: what they say, how they are numbered, and that each is in its entries'
story.
"""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import load_workbook
from test_letterhead import office
from test_rectification_store import ACT, assign, close, of_row, on, take

from govsvc.documents import letters as papers
from govsvc.domain.errors import GovsvcError, NotAllowed, StaleVersion
from govsvc.domain.rates import percent_text, published
from govsvc.domain.rectification import (
    APPLIED,
    LETTER,
    SIGNED,
    Letter,
    LetterKind,
    Light,
    Matter,
    Settings,
    Step,
    letters,
    settings,
)
from govsvc.security.audit_log import AuditLog
from govsvc.security.roles import ADMINISTRATOR, REVIEWER, UPLOADER, Actor
from govsvc.store import Act
from govsvc.workflow import rectification
from govsvc.workflow.rectification import Ledger

TODAY, REPLY = date(2026, 11, 25), date(2026, 12, 2)
SPACING, MADE = Decimal("28.95"), datetime(2026, 11, 25, 9)
ASSIGNMENT, REMINDER, SUPERVISION = LetterKind
SIGNED_BY = Settings(office="清源县政务服务管理局", prefix="清政务", phone="0375-123456")


@pytest.fixture
def store(empty_store):
    """Three entries of two units, due on 2026-11-20, and who signs."""
    assign(empty_store, of_row("1", partners="公安局、民政局"), of_row("2"), of_row("7", "公安局"))
    empty_store.setting_writes.set_rectification(
        SIGNED_BY, ACT, expected_version=empty_store.version()
    )
    return empty_store


def drafts(store, kind: LetterKind, day: date = TODAY, **more) -> list[Letter]:
    ledger = Ledger(store, day)
    return rectification.drafts(ledger, kind, ledger.standings, {}, REPLY, **more)


def send(store, kind: LetterKind, day: date = TODAY):
    ledger = Ledger(store, day)
    seen = rectification.seen_of(rectification.able(kind, ledger.standings))
    return store.letter_writes.send(drafts(store, kind, day), seen, on(day))


def test_a_letter_is_numbered_by_kind_and_year_and_is_in_the_story_of_its_entries(store):
    sent = send(store, SUPERVISION)
    assert [(x.letter.unit, x.letter.number) for x in sent] == [
        ("公安局", "清政务督〔2026〕1号"),
        ("自然资源局", "清政务督〔2026〕2号"),
    ]
    assert [x.letter.number for x in send(store, REMINDER)][0] == "清政务提醒〔2026〕1号"
    assert send(store, SUPERVISION)[0].letter.number == "清政务督〔2026〕3号"
    later = send(store, SUPERVISION, date(2027, 1, 4))
    assert later[0].letter.number == "清政务督〔2027〕1号"
    story = store.rectification.events()[1]
    assert [x.step.kind for x in story] == [LETTER] * 4 and story[0].name == "发函"
    assert story[0].step.text == "督办单 清政务督〔2026〕2号，请于2026年12月2日前书面反馈"
    kept = store.rectification.letters()
    assert [x.id for x in kept] == list(range(8, 0, -1))
    assert kept[-1] == sent[0]  # as it was made
    assert store.faults() == []


def test_a_letter_changes_nothing_of_how_an_entry_stands(store):
    take(store, 1, Step(SIGNED), on(date(2026, 11, 24)))
    before = store.rectification.standings()
    send(store, ASSIGNMENT)
    assert store.rectification.standings() == before
    # whoever had the entry before him may still take his step
    store.rectification_writes.take({1: before[0].last}, Step(APPLIED, "已上线"), on(TODAY))


def test_it_is_in_the_log_and_needs_the_right(store):
    log = AuditLog(store.path)
    send(store.acting(Actor("赵六", UPLOADER, (), "", "zhaoliu"), log), REMINDER)
    entry = log.entries()[0]
    assert "公安局" in entry.subject and "提醒函2份" in entry.after and entry.actor == "赵六"
    limited = store.acting(Actor("科员", UPLOADER, ("公安局",), "", "keyuan"), log)
    with pytest.raises(NotAllowed, match="发交办单"):
        send(limited, REMINDER)
    assert len(store.rectification.letters()) == 2 and log.entries()[0].kind == "refused"


def test_who_signs_must_be_known_and_an_entry_that_changed_stops_it(store):
    made = drafts(store, REMINDER)
    seen = {1: 0, 2: 0, 3: 0}
    with pytest.raises(GovsvcError, match="署名单位"):
        store.letter_writes.send([replace(made[0], office="")], seen, on(TODAY))
    with pytest.raises(GovsvcError, match="没有可列入"):
        store.letter_writes.send([], {}, on(TODAY))
    with pytest.raises(StaleVersion, match="事项7"):  # it is another unit's meanwhile
        store.letter_writes.send([replace(made[0], unit="民政局")], seen, on(TODAY))
    take(store, 3, Step(SIGNED))
    with pytest.raises(StaleVersion, match="事项7"):
        store.letter_writes.send(made, seen, on(TODAY))
    assert not store.rectification.letters()


@pytest.mark.parametrize("kind", LetterKind)
def test_no_letter_is_about_what_is_closed(store, kind):
    close(store, 3)
    assert [x.unit for x in drafts(store, kind)] == ["自然资源局"]
    made = drafts(store, kind)[0]
    closed = replace(made, unit="公安局", matters=(replace(made.matters[0], entry=3),))
    last = store.rectification.standings()[2].last
    with pytest.raises(GovsvcError, match="“事项7”现在是已销号"):
        store.letter_writes.send([made, closed], {1: 0, 2: 0, 3: last}, on(TODAY))
    assert not store.rectification.letters()


def test_what_waits_for_review_is_not_reminded_of(store):
    take(store, 1, Step(SIGNED))
    take(store, 1, Step(APPLIED, "已上线"))
    assert [x.entries for x in drafts(store, REMINDER)] == [[3], [2]]
    assert [x.entries for x in drafts(store, ASSIGNMENT)] == [[3], [1, 2]]


def test_one_a_unit_or_one_a_matter_as_the_setting_says(store):
    assert [x.entries for x in drafts(store, ASSIGNMENT)] == [[3], [1, 2]]
    single = replace(SIGNED_BY, per_matter=True)
    store.setting_writes.set_rectification(single, ACT, expected_version=store.version())
    assert [x.entries for x in drafts(store, SUPERVISION)] == [[3], [1], [2]]
    assert [x.entries for x in drafts(store, REMINDER)] == [[3], [1, 2]]  # always one a unit


def test_a_transferred_entry_is_led_by_who_leads_its_unit_now(store):
    take(store, 3, Step("transferred", "职能划转", "民政局"))
    ledger = Ledger(store, TODAY)
    found = rectification.drafts(ledger, ASSIGNMENT, ledger.standings, {"民政局": "李局长"})
    assert [(x.unit, x.matters[0].lead) for x in found][0] == ("民政局", "李局长")
    assert found[1].matters[0].partners == "公安局、民政局"
    assert "自然资源局的分管领导" in rectification.gaps(found)[-1]


def letter(kind: LetterKind, count: int = 3, **more) -> Letter:
    """Late by 3 workdays each, of two problems, 40 among them."""
    matters = tuple(
        Matter(
            n,
            f"事项{n}",
            "未网上可办" if n % 2 else "未进驻大厅",
            date(2026, 11, 5),
            date(2026, 11, 20),
            "逾期3个工作日",
            is_overdue=True,
            lead="李局长",
            cycle="每周",
        )
        for n in range(1, count + 1)
    )
    reply_by = None if kind == ASSIGNMENT else REPLY
    facts = (kind, "市场监督管理局", TODAY, matters, reply_by, 3, True)
    made = Letter(*facts, "清源县政务服务管理局", "清政务", "张三", "0375-123456", True, 3)
    return replace(made, **more)


def words_of_docx(content: bytes) -> list[str]:
    """Paragraphs and cells, in no order."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [x.text for x in document.paragraphs] + cells


def words_of_xlsx(content: bytes) -> list[str]:
    return [
        cell
        for sheet in load_workbook(io.BytesIO(content))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell
    ]


@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.parametrize("kind", LetterKind)
def test_word_and_excel_say_the_same(kind, count):
    made = letter(kind, count)
    in_word = {
        x.strip("　 ") for x in words_of_docx(papers.file(made, ".docx", SPACING, MADE)) if x
    }
    in_excel = {x.strip("　 ") for x in words_of_xlsx(papers.file(made, ".xlsx", SPACING, MADE))}
    assert in_word - {""} == in_excel - {""}


def test_a_reminder_is_a_letter_in_form():
    texts = words_of_docx(papers.file(letter(REMINDER), ".docx", SPACING, MADE))
    assert texts[:4] == ["清政务提醒〔2026〕3号", "", "关于整改事项逾期的提醒函", ""]
    assert texts[4] == "市场监督管理局："
    assert "有3项未办结，其中逾期3项。" in texts[5]
    assert texts[6] == "1. 事项1（未网上可办），整改时限2026年11月20日，逾期3个工作日；"
    assert "于12月2日前书面反馈" in texts[9] and texts[10] == "特此函告。"
    assert texts[13:16] == [
        "清源县政务服务管理局",
        "2026年11月25日",
        "（联系人：张三，联系电话：0375-123456）",
    ]
    long = words_of_docx(papers.file(letter(REMINDER, 9), ".docx", SPACING, MADE))
    assert "附件：整改事项清单" in long and not [x for x in long if x.startswith("1. ")]


@pytest.mark.parametrize(
    ("flags", "title"),
    [
        (((True, False), (True, False)), "关于整改事项逾期的提醒函"),
        (((False, True), (False, True)), "关于整改事项即将到期的提醒函"),
        (((True, False), (False, True)), "关于整改事项逾期和即将到期的提醒函"),
        (((True, False), (False, False)), "关于整改事项办理情况的提醒函"),
    ],
)
def test_the_title_says_what_is_pressing(flags, title):
    made = letter(REMINDER, 2)
    matters = tuple(
        replace(one, is_overdue=late, is_due_soon=soon)
        for one, (late, soon) in zip(made.matters, flags)
    )
    found = words_of_docx(papers.file(replace(made, matters=matters), ".docx", SPACING, MADE))
    assert title in found


def form_of(content: bytes) -> dict[str, str]:
    """The names of a form → what stands beside them."""
    found = {}
    for row in Document(io.BytesIO(content)).tables[0].rows:
        cells = list(dict.fromkeys(cell._tc for cell in row.cells))
        texts = [
            "".join(x.text or "" for x in cell.iter() if x.tag.endswith("}t")) for cell in cells
        ]
        found |= dict(zip(texts[::2], texts[1::2]))
    return found


def test_the_form_of_a_supervision():
    found = form_of(papers.file(letter(SUPERVISION), ".docx", SPACING, MADE))
    assert found["督办事项"] == "“事项1”等3项政务服务整改事项"
    assert "未网上可办2项，未进驻大厅1项。已逾期3项" in found["督办内容"]
    assert [found[x] for x in ("牵头单位", "牵头领导", "交办时限", "反馈周期")] == [
        "市场监督管理局",
        "李局长",
        "2026年11月20日",
        "每周",
    ]
    assert (found["督办联系人"], found["电话"]) == ("张三", "0375-123456")
    assert found["承办情况"] == "" and "年" in found["承办单位负责人签字"]
    only = form_of(papers.file(letter(SUPERVISION, 1), ".docx", SPACING, MADE))
    assert only["督办事项"] == "事项1" and "逾期3个工作日" in only["督办内容"]
    assert only["附件"] == "无"


def test_a_unit_without_leader_and_open_contacts_leave_blanks_and_are_said():
    bare = replace(
        letter(SUPERVISION), contact="", matters=(replace(letter(SUPERVISION).matters[0], lead=""),)
    )
    assert form_of(papers.file(bare, ".docx", SPACING, MADE))["牵头领导"] == ""
    assert rectification.gaps([bare]) == ["联系人", "市场监督管理局的分管领导"]
    assert rectification.gaps([letter(SUPERVISION)]) == []


def test_a_long_list_is_attached_on_a_page_of_its_own_with_all_rows():
    document = Document(io.BytesIO(papers.file(letter(ASSIGNMENT, 40), ".docx", SPACING, MADE)))
    assert len(document.tables) == 2 and len(document.tables[1].rows) == 41
    assert document.tables[1].rows[40].cells[2].text == "事项40"
    assert "附件" in [x.text for x in document.paragraphs]


HOSTILE = "=cmd|'/c calc'!A0<b>&amp;\x00\x0b\u202e]]>"


@pytest.mark.parametrize("kind", LetterKind)
def test_hostile_names_are_text(kind):
    made = letter(kind, 2)
    matters = tuple(replace(one, matter=HOSTILE, problem=HOSTILE) for one in made.matters)
    made = replace(made, unit=HOSTILE, matters=matters, serial=0)
    found = words_of_docx(papers.file(made, ".docx", SPACING, MADE))
    assert any("=cmd|'/c calc'!A0<b>&amp;]]>" in x for x in found)
    book = load_workbook(io.BytesIO(papers.file(made, ".xlsx", SPACING, MADE)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if str(cell.value).startswith("=")]


def test_a_package_has_each_letter_in_each_format():
    made = [letter(SUPERVISION), letter(SUPERVISION, 1, serial=4), letter(REMINDER, serial=0)]
    content = papers.package(made, [".docx", ".xlsx"], SPACING, MADE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    assert names[:3] == [
        "督办单_市场监督管理局_清政务督〔2026〕3号.docx",
        "督办单_市场监督管理局_清政务督〔2026〕3号.xlsx",
        "督办单_市场监督管理局_事项1_清政务督〔2026〕4号.docx",
    ]
    assert "提醒函_市场监督管理局_预览.docx" in names and len(names) == 6


@pytest.mark.parametrize("kind", LetterKind)
def test_it_is_written_into_the_offices_own_document(kind):
    """Its head and foot, its margins and its title."""
    document = Document(io.BytesIO(papers.file(letter(kind), ".docx", SPACING, MADE, office())))
    texts = [(one.text, one.style.name) for one in document.paragraphs if one.text]
    assert texts[0][0] == "云溪县局文件" and "抄送：县政府办。" in [text for text, _ in texts]
    assert any(name == "公文标题" for _, name in texts)
    assert round(document.sections[0].left_margin.mm) == 30
    content = papers.package([letter(kind)], [".docx", ".xlsx"], SPACING, MADE, office())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = Document(io.BytesIO(archive.read(archive.namelist()[0])))
    assert inside.paragraphs[0].text == "云溪县局文件"


def test_a_letter_is_kept_as_it_was_made():
    made = letter(SUPERVISION, matters=(replace(letter(REMINDER).matters[0], deadline=None),))
    assert letters.of_text(made.text()) == made


# -- settings


def test_settings_shape_lights_and_rates(store):
    def ledger(day: date = date(2026, 11, 13), **more) -> Ledger:
        wanted = replace(SIGNED_BY, **more)
        store.setting_writes.set_rectification(wanted, ACT, expected_version=store.version())
        return Ledger(store, day)

    assert [x.light(y) for x in [ledger().clock] for y in ledger().standings] == [Light.GREEN] * 3
    assert ledger(yellow=5).units()[0].due_soon  # 5 workdays before
    assert dict(ledger(yellow=5).rules())["黄灯"] == "到期前5个工作日内"
    take(store, 1, Step(SIGNED), on(date(2026, 11, 19)))
    take(store, 1, Step(APPLIED, "已上线"), on(date(2026, 11, 19)))
    assert ledger(TODAY).rates.overdue == 2
    assert ledger(TODAY, stops=False).rates.overdue == 3
    close(store, 3, day=date(2026, 11, 19))
    assert "销号率33.33%（1/3）" in ledger(TODAY).rates_text()
    assert "销号率33%（1/3）" in ledger(TODAY, decimals=0).rates_text()


def test_a_share_without_decimals_is_complete_only_where_all_are():
    assert percent_text(published(6, 22, 0), 0) == "27%"
    assert percent_text(published(999, 1000, 0), 0) == "99%"
    assert percent_text(published(1, 1000, 0), 0) == "1%"
    assert percent_text(published(3, 3, 0), 0) == "100%"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"yellow": -1}, "0到30"),
        ({"decimals": 1}, "0或2"),
        ({"spacing": Decimal("NaN")}, "28.95"),
        ({"spacing": Decimal(12)}, "28.95"),
        ({"workdays": 0}, "1到250"),
        ({"cycle": "每天"}, "每周"),
        ({"office": "某" * 61}, "60个字"),
    ],
)
def test_a_setting_out_of_its_bounds_is_refused(store, wrong, said):
    with pytest.raises(GovsvcError) as refused:
        store.setting_writes.set_rectification(
            replace(SIGNED_BY, **wrong), ACT, expected_version=store.version()
        )
    assert said in refused.value.step
    assert settings.of_settings(store.settings.all()) == SIGNED_BY


def test_settings_are_the_administrators_and_in_the_log(store):
    log = AuditLog(store.path)
    with pytest.raises(NotAllowed):
        store.acting(Actor("李四", REVIEWER, (), "", "lisi"), log).setting_writes.set_rectification(
            Settings(), ACT, expected_version=store.version()
        )
    acting = store.acting(Actor("钱七", ADMINISTRATOR, (), "", "qianqi"), log)
    acting.setting_writes.set_rectification(
        replace(SIGNED_BY, stops=False, yellow=5), Act("", MADE), expected_version=store.version()
    )
    entry = log.entries()[0]
    assert "黄灯" in entry.after and "申请销号后：不停止计时" in entry.after
    assert "申请销号后：停止计时" in entry.before and "署名" not in entry.after
