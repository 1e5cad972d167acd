"""年度（阶段）总结: it says what the pages show, each of its numbers is in the 数据核对表, and what
the data do not know is left to a person.
"""

import io
import re
import time
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from test_feedback_totals import O1

from govsvc.board import Board, authorisation, representatives
from govsvc.board.feedback_period import FeedbackPeriod
from govsvc.board.rating_period import RatingPeriod
from govsvc.board.standing import Value
from govsvc.documents import papers
from govsvc.documents.papers import next_steps, practice, standings
from govsvc.documents.papers.figures import Figures
from govsvc.documents.papers.model import text_of
from govsvc.domain import indicators
from govsvc.domain.feedback import CallTotals, FeedbackSettings, RatingCount
from govsvc.domain.rates import Rank
from govsvc.domain.rows import Target

SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, number, 1) for number in (9, 10, 11))
OFFICE, DAY, MADE = "云溪县行政审批和政务服务局", date(2026, 11, 5), datetime(2026, 11, 5, 9)
SPACING = Decimal("28.95")
#: 2026年, 10月, 1—10月
_MONTHS = re.compile(r"\d{4}年|\d{1,2}(?:—\d{1,2})?月")
_NUMBER = re.compile(r"\d[\d,.]*(?:/\d[\d,.]*)?%?|(?:并列)?第[一二三四五六七八九十]+")
HOSTILE = "=cmd()<w:p>&\x00\u202e甲\n乙局" + "长" * 200


def draft_of(board: Board, month: date = OCTOBER, office: str = OFFICE) -> papers.Draft:
    return papers.summary(board, month, office=office, day=DAY)


def read(draft: papers.Draft):
    return Document(io.BytesIO(papers.content(draft, SPACING, MADE)))


@pytest.fixture(scope="module")
def board(demonstration_board) -> Board:
    return demonstration_board


def body(document) -> list:
    """The paragraphs of the paper itself, before what is attached."""
    texts = [paragraph.text for paragraph in document.paragraphs]
    return document.paragraphs[: texts.index("附件1" if "附件1" in texts else "附件")]


def table_rows(document, place: int = 0) -> list[list[str]]:
    rows = document.tables[place]._tbl.tr_lst
    return [
        ["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.tc_lst]
        for row in rows
    ][1:]


def numbers_in(text: str) -> list[str]:
    return _NUMBER.findall(_MONTHS.sub("", text))


def unproved(document) -> list[str]:
    """The numbers in runs of the paper that are not in the 数据核对表 of the file."""
    known = {number for row in table_rows(document) for number in numbers_in(row[1] + " " + row[5])}
    found = []
    for paragraph in body(document):
        if paragraph.text.startswith("附件") or "附件：" in paragraph.text:
            break
        text = "".join(run.text for run in paragraph.runs if run.font.highlight_color is None)
        found += [number for number in numbers_in(text) if number not in known]
    return found


def sentence(standing, month: date = OCTOBER, of=standings, board=None) -> str:
    return "".join(map(text_of, of.of_standing(standing, Figures(board, month))))


def test_it_says_the_values_ranks_problems_and_next_steps_of_the_pages(board):
    text = "\n".join(one.text for one in draft_of(board).paragraphs)
    for said in (
        "截至2026年10月，云溪县5项指标中1项达标，4项较上月提升；综合得分",
        "“网上可办率”达到99.94%（3,148/3,150），位居全市第三（10月通报），较上月提升0.07个百分点，"
        "距100.00%的目标还差2项。",
        "“全程网办率”达到99.84%（3,145/3,150），位居全市第一（10月通报）",
        "“省平台发布率”达到98.29%（3,096/3,150），位居全市第四（10月通报）",
        "“站点覆盖率”达到100.00%（286/286），位居全市并列第一（10月通报），与上月持平，"
        "已达到100.00%的目标。",
        "“进驻率”达到98.10%（3,090/3,150），位居全市第四（10月通报），较上月提升0.20个百分点，"
        "距99.00%的目标还差29项。",
        "2026年1—10月，抽取涉企办件2,256件，有效回访1,797件，总体满意率97.55%（1,753/1,797），"
        "不满意44件，收集意见建议124条，已办结【请补充：已办结的意见建议数】。",
        "2026年10月，授权事项2,911项，“授权到位率”96.39%（2,911/3,020，本县测算），",
        "2026年1—10月，收到“好差评”主动评价",
        "仍有2项未网上可办，涉及自然资源局（2项）。",
        "相差0.86个百分点，仍有54项未发布，主要集中在住房和城乡建设局（9项）、",
        "仍有60项未进驻，主要集中在自然资源局（18项）、公安局（8项）、交通运输局（6项）。",
        "经认定“明进暗不进”17项，",
        "经认定“体外循环”9项，",
        "“站点名称未规范”23个，主要集中在白沙镇（5个）、",
        "将“进驻率”由98.10%提升到99.00%，还需解决29项，由行政审批和政务服务局牵头。",
        "将“站点覆盖率”保持在100.00%，",
    ):
        assert said in text
    assert "疑似" not in text and "—位" not in text
    # the structure, in its order
    levels = [one.text for one in draft_of(board).paragraphs if one.level == 1]
    assert levels == [
        "一、总体情况",
        "二、特色亮点做法",
        "三、存在的问题和不足",
        "四、下一步工作打算",
    ]


def test_every_number_is_in_the_table_and_no_other_text_has_one(board):
    draft = draft_of(board)
    document = read(draft)
    assert unproved(document) == []
    plain = [part for one in draft.paragraphs if not one.level for part in one.parts]
    assert not [x for x in plain if isinstance(x, str) and numbers_in(x)]
    rows = table_rows(document)
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    edition = board.workflow.version_text(OCTOBER)
    assert [
        "99.94%", "网上可办率", "数值", "2026年10月", "3,148/3,150", "市通报", edition,
        "一、三、四（一）", "单项指标",
    ] in [row[1:] for row in rows]  # fmt: skip
    assert ["第三", "网上可办率", "位次", "2026年10月", "第3位/共12个", "市通报"] in [
        row[1:7] for row in rows
    ]
    assert ["17项", "明进暗不进", "清单数", "2026年10月", "—", "本县测算"] in [
        row[1:7] for row in rows
    ]
    assert all(all(cell for cell in row) for row in rows)


def test_each_paragraph_has_a_key_of_its_own_that_lasts(board):
    """Words of a person are kept by it: the same with other values, and in another month."""
    keys = [one.key for one in draft_of(board).paragraphs]
    assert len(set(keys)) == len(keys) and all(keys)
    assert [one.key for one in draft_of(board, SEPTEMBER).paragraphs] == keys
    empty = [one.key for one in draft_of(board, NOVEMBER).paragraphs]
    assert len(set(empty)) == len(empty)
    assert set(empty) - set(keys) == {"problem:unknown"}
    text = {one.key: one.text for one in draft_of(board).paragraphs}
    assert text["heading:practice:calls"] == "（一）开展电话回访"
    assert text["overall:online_rate"].startswith("“网上可办率”达到")
    assert text["problem:entered_in_name_only"].startswith("经认定“明进暗不进”")
    assert text["next:online_rate"].startswith("将“网上可办率”")


def test_a_number_that_is_not_in_the_table_would_be_found(board):
    draft = draft_of(board)
    first = replace(draft.paragraphs[0], parts=("排名第九，占12.34%，共77项。",))
    assert unproved(read(replace(draft, paragraphs=(first, *draft.paragraphs[1:])))) == [
        "第九",
        "12.34%",
        "77",
    ]


def test_what_the_data_do_not_know_is_marked_and_listed(board):
    draft = draft_of(board, office="")
    assert [gap.about for _, gap in draft.placed_gaps()] == [
        "已办结的意见建议数",
        "其他特色做法",
        "完善评价体系的打算",
        "规范窗口服务的打算",
        "署名单位",
    ]
    document = read(draft)
    listed = [row[1:] for row in table_rows(document, 1)]
    assert ["二（四）", "【请补充：其他特色做法】"] in listed
    assert ["落款", "【请补充：署名单位】"] in listed
    assert listed[-1][0] == "全文" and listed[-1][1].startswith("2026年10月未定稿")
    marked = [run.text for one in body(document) for run in one.runs if run.font.highlight_color]
    assert len(marked) == 4 and all(text.startswith("【请补充：") for text in marked)
    assert "初稿" in [one.text for one in document.sections[0].header.paragraphs]


def test_an_empty_month_and_one_long_past_make_a_sound_paper(board):
    draft = draft_of(board, NOVEMBER)
    text = "\n".join(one.text for one in draft.paragraphs)
    assert (
        "“网上可办率”【请补充：2026年11月网上可办率数值】；最近一期10月通报为99.94%"
        "（3,148/3,150），位居全市第三。" in text
    )
    assert "【请补充：2026年11月存在的问题和不足】。" in text and "将“进驻率”提升到99.00%" in text
    assert unproved(read(draft)) == []
    early = draft_of(board, date(2019, 12, 1))
    assert early.title[1:] == ("2019年", "政务服务评价指标", "工作总结")
    assert "“进驻率”未设目标，【请补充：进驻率目标值】。" in [one.text for one in early.paragraphs]
    assert "【请补充：1—12月电话回访开展情况】。" in [one.text for one in early.paragraphs]
    assert unproved(read(early)) == []


def test_a_county_without_a_bulletin(clerk_board):
    """本县测算 is said, and no place."""
    draft = draft_of(clerk_board(), SEPTEMBER)
    text = "\n".join(one.text for one in draft.paragraphs)
    assert "“网上可办率”达到98.59%（631/640，本县测算），未设目标。" in text
    assert "位居" not in text and "通报" not in text and "较上月" not in text
    assert "“网上可办率”为98.59%，仍有9项未网上可办，" in text
    document = read(draft)
    assert unproved(document) == []
    assert {row[6] for row in table_rows(document)} == {"本县测算"}


def test_a_bulletin_that_prints_percents_alone_and_differs(clerk_board):
    """The golden September, in which the bulletin says 98.44 and the rows 98.59."""
    draft = draft_of(clerk_board("06_city_bulletin_differs.csv"), SEPTEMBER)
    text = "\n".join(one.text for one in draft.paragraphs)
    assert "“网上可办率”达到98.44%，位居全市第十二（9月通报），未设目标。" in text
    assert "“网上可办率”为98.44%，与全市第一的东屏县（100.00%，9月通报）相差1.56个百分点，" in text
    assert "，按本县测算仍有9项未网上可办，" in text
    assert [note for note in draft.notes if note.startswith("网上可办率市通报与本县测算不一致")]
    assert unproved(read(draft)) == []


def test_long_and_hostile_names(board, monkeypatch):
    split = pd.DataFrame(
        [(f"{HOSTILE}{n}", 90 - n, 0.1) for n in range(40)],
        columns=["unit", "missing", "cumulative"],
    )
    monkeypatch.setattr(board, "home_name", lambda: HOSTILE)
    monkeypatch.setattr(board.lists, "split", lambda *_: split)
    document = read(draft_of(board, office=HOSTILE))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "主要集中在=cmd()<w:p>&甲 乙局长" in text
    assert not re.search("[\x00\u202e]", text) and "长0（90项）" in text
    assert not [one for one in body(document) if "\n" in one.text]


def test_layout_of_the_standard(board):
    document = read(draft_of(board))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(x.mm, 1) for x in margins] == [37, 35, 28, 26]
    assert [round(x.mm) for x in (section.page_width, section.page_height)] == [210, 297]
    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}

    def look(text: str) -> tuple[str, float, str]:
        paragraph = by_text[text]
        fonts = next(paragraph._p.iter(qn("w:rFonts"))).get(qn("w:eastAsia"))
        line = next(paragraph._p.iter(qn("w:spacing"))).get(qn("w:line"))
        return fonts, paragraph.runs[0].font.size.pt, line

    assert look("云溪县2026年1—10月")[:2] == ("方正小标宋简体", 22)
    assert look("一、总体情况") == ("黑体", 16, "579")  # 28.95 points
    assert look("（一）提升各项指标") == ("楷体_GB2312", 16, "579")
    lead = next(text for text in by_text if text.startswith("根据会议精神"))
    assert look(lead) == ("仿宋_GB2312", 16, "579")
    assert next(by_text[lead]._p.iter(qn("w:ind"))).get(qn("w:firstLineChars")) == "200"
    assert by_text[OFFICE].alignment == by_text["2026年11月5日"].alignment == 2


def test_it_takes_less_than_two_seconds(board):
    begun = time.process_time()
    read(draft_of(board))
    assert time.process_time() - begun < 2


# -- single sentences ------------------------------------------------------------------------


@pytest.fixture
def standing(board):
    (indicator,) = [x for x in indicators.headline_indicators() if x.short == "网上可办率"]
    return board.cards.standing(indicator, OCTOBER)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ranked": None}, "“网上可办率”达到99.94%（3,148/3,150），较上月提升0.07个百分点，距"),
        ({"rules_changed": True, "change_pp": None}, "，因口径调整与上月不作比较，距"),
        ({"change_pp": Decimal("-0.03")}, "，较上月下降0.03个百分点，"),
        ({"place_change": -2}, "第三（10月通报），较上期下降2位，较上月"),
        ({"target": None, "target_reached": None}, "0.07个百分点，未设目标。"),
        ({"items_missing": None}, "，未达到100.00%的目标。"),
        (
            {"target": Target(2026, "online_rate", Decimal("99.94")), "items_missing": 1},
            "公布值已到99.94%，按实数距目标还差1项。",
        ),
        (
            {"target": Target(2026, "online_rate", None, 3, 9), "target_reached": True},
            "，三季度末目标为进入前3（已达到）。",
        ),
    ],
)
def test_a_clause_that_is_not_known_is_left_out(board, standing, changes, said):
    assert said in sentence(replace(standing, **changes), board=board)


def test_a_place_of_an_older_bulletin_and_one_that_is_printed_otherwise(board, standing):
    older = Value(
        "bulletin", date(2025, 12, 1), None, None, Decimal("99.9"), Rank(2, True, 9, "县市"), 4
    )
    text = sentence(replace(standing, ranked=older, place_change=None), board=board)
    assert "，位居县市组并列第二（2025年12月通报，通报所列为第4），" in text


def test_next_steps_hold_what_is_reached_and_raise_the_rest(board, standing):
    reached = replace(
        standing, target=Target(2026, "online_rate", Decimal("99.9")), target_reached=True
    )
    assert sentence(reached, of=next_steps, board=board) == (
        "将“网上可办率”保持在目标99.90%以上（现为99.94%）。"
    )
    of_place = replace(standing, target=Target(2026, "online_rate", None, 3, None, "甲局"))
    assert sentence(of_place, of=next_steps, board=board) == "“网上可办率”进入前3，由甲局牵头。"


def test_phone_calls_with_interval_and_small_samples(board, monkeypatch):
    """46 of 48 satisfied: 95.83 %, Wilson 86.02—98.85; 10 of 10 is a small sample."""

    def said(counts: dict[str, int], ledger=None) -> str:
        period = FeedbackPeriod(
            [date(2026, 1, 1), SEPTEMBER],
            [],
            {},
            FeedbackSettings(),
            totals=[CallTotals(SEPTEMBER, None, "", counts)],
        )
        monkeypatch.setattr(board.feedback, "period", lambda *_, **__: period)
        return practice.paragraphs(board, SEPTEMBER, ledger)[1].text

    assert said(O1) == (
        "抽取涉企办件开展电话回访，对一次性告知进行评价。"
        "2026年1—9月（其中1个月有回访数据），抽取涉企办件60件，"
        "有效回访48件，总体满意率95.83%（46/48，95%置信区间86.02%—98.85%），不满意2件，"
        "收集意见建议7条，已办结【请补充：已办结的意见建议数】。"
    )
    ledger = SimpleNamespace(assigned_calls=lambda _: [1], closed_calls=lambda _: 6)
    assert said(O1, ledger).endswith("，收集意见建议7条，已办结6条。")
    few = {"drawn": 12, "dialled": 12, "valid": 10, "very_satisfied": 10, "satisfied": 0}
    few |= {"basic": 0, "dissatisfied": 0, "very_dissatisfied": 0}
    assert "总体满意率100.00%（10/10，95%置信区间72.25%—100.00%，样本不足30，仅供参考）" in said(
        few
    )


def test_ratings_with_their_default_ones_apart(board, monkeypatch):
    """6,800 active of 8,050: 6,788 good, 12 bad."""
    levels = (6420, 310, 58, 9, 3)
    keys = ("very_satisfied", "satisfied", "basic", "dissatisfied", "very_dissatisfied")
    rated = [
        RatingCount(SEPTEMBER, "item", "甲局", count, level=level, channel="pad")
        for level, count in zip(keys, levels)
    ]
    rated.append(RatingCount(SEPTEMBER, "item", "甲局", 1250, level="basic", channel="default"))
    months = [date(2026, 1, 1), SEPTEMBER]
    period = RatingPeriod(months, rated, [], {}, FeedbackSettings())
    monkeypatch.setattr(board.ratings, "period", lambda *_, **__: period)
    said = practice.paragraphs(board, SEPTEMBER, None)[2]
    assert said.text == (
        "2026年1—9月（其中1个月有评价数据），收到“好差评”主动评价6,800条"
        "（另有系统默认评价1,250条，不计入好评率），好评率99.82%（6,788/6,800），差评12条。"
    )
    # a number of the paper like the others, and nothing where all months have ratings
    assert ("1个月", "有评价数据的月数") in [(one.text, one.what) for one in said.figures]
    whole = RatingPeriod([SEPTEMBER], rated, [], {}, FeedbackSettings())
    monkeypatch.setattr(board.ratings, "period", lambda *_, **__: whole)
    assert "其中" not in practice.paragraphs(board, SEPTEMBER, None)[2].text


def test_who_has_sent_a_representative(board, monkeypatch):
    """30 of 32 departments are 93.75 %; of two nobody knows where the list does not say."""

    def said(met: int, lacking: int, unknown: int = 0) -> str:
        units = [tuple(f"{word}{n}局" for n in range(count))
                 for word, count in (("甲", met), ("乙", lacking), ("丙", unknown))]  # fmt: skip
        share = representatives.Share("首席事务代表选派率", "", *units)
        found = representatives.Delegates((), {"甲0局": None}, SEPTEMBER, (share,))
        monkeypatch.setattr(representatives, "delegates", lambda *_: found)
        monkeypatch.setattr(authorisation, "standing_of", lambda *_: None)
        texts = {one.key: one.text for one in practice.paragraphs(board, SEPTEMBER, None)}
        return texts["practice:representatives"]

    wanting = "【请补充：首席事务代表授权情况】。"
    assert said(30, 2) == (f"有事项进驻大厅的部门32个，30个落实首席事务代表（93.75%）。{wanting}")
    assert said(32, 0) == f"有事项进驻大厅的部门32个，全部落实首席事务代表。{wanting}"
    assert "（93.75%）；【请补充：其余部门首席事务代表任命情况】。" in said(30, 2, 2)
    monkeypatch.setattr(representatives, "delegates", lambda *_: None)
    texts = {one.key: one.text for one in practice.paragraphs(board, SEPTEMBER, None)}
    assert texts["practice:representatives"] == "【请补充：首席事务代表任命、授权情况】。"
