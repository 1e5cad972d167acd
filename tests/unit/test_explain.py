"""What headers and cells mean: measured on collected ones, and on others of the same kinds."""

import io
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from govsvc.__main__ import main
from govsvc.domain import indicators
from govsvc.sheets.cells import answers, vocabulary
from govsvc.sheets.tables.concepts import read_heading, reading

CORPORA = Path(__file__).parents[1] / "corpora"


def rows(name: str) -> list[list[str]]:
    lines = (CORPORA / name).read_text(encoding="utf-8").split("\n")[1:]
    return [line.split("\t") for line in lines if line]


def accepted(row: list[str]) -> set[str]:
    """The right answer and those that the note accepts as well."""
    notes = [part.strip() for part in row[3].split(";")]
    also = [word for note in notes if note.startswith("accept=") for word in note[7:].split(",")]
    return {row[2], *also}


def explain(monkeypatch, capsys, request: dict) -> dict:
    sent = json.dumps(request, ensure_ascii=False).encode()
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": io.BytesIO(sent)}))
    assert main(["explain", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_headers_of_offices(monkeypatch, capsys):
    """At least 92 % right, at most 1 % silently wrong (seen: 99.7 % and none)."""
    corpus = rows("headers.tsv")
    asked = [{"kind": row[1], "header": row[0].replace("\\n", "\n")} for row in corpus]
    given = explain(monkeypatch, capsys, {"headers": asked})["headers"]
    verdicts = Counter(
        "right" if answer["field"] in accepted(row) else answer["field"] in ("ask", "none")
        for row, answer in zip(corpus, given, strict=True)
    )
    assert verdicts["right"] / len(corpus) >= 0.92
    assert verdicts[False] / len(corpus) <= 0.01


def test_cells_of_offices(monkeypatch, capsys):
    """At least 88 % right, at most 1 % silently wrong (seen: 99.7 % and none)."""
    corpus = rows("values.tsv")
    asked = [{"field": row[0], "cell": row[1].replace("\\n", "\n")} for row in corpus]
    given = explain(monkeypatch, capsys, {"values": asked})["values"]
    verdicts = Counter(
        "right" if answer["reading"] in accepted(row) else answer["reading"] == "ask"
        for row, answer in zip(corpus, given, strict=True)
    )
    assert verdicts["right"] / len(corpus) >= 0.88
    assert verdicts[False] / len(corpus) <= 0.01
    definite = [row for row in corpus if row[2] != "ask"]
    assert verdicts[True] / len(definite) <= 0.10


@pytest.mark.parametrize(
    ("flag", "answer", "cells"),
    [
        (
            "is_in_hall",
            "yes",
            "已进驻县政务服务中心 全部已进驻 是，不动产分中心 是（2024年6月进驻）",
        ),
        ("is_in_hall", "no", "未入驻大厅 已退出大厅 暂缓进驻 不具备进驻条件 垂管不进驻 否，无窗口"),
        ("is_in_hall", "ask", "部分环节进驻 否（10月已进驻） 是？ 无需进驻 曾经进驻 可以进驻"),
        ("is_online", "yes", "已实现网上可办 支持在线申请 是（10月1日起）"),
        ("is_online", "no", "暂不能网办 已关闭网办 不可在线办理 否（拟开通）"),
        ("is_online", "yes", "线上 网上 1.是 （1）是 A、是"),
        ("is_online", "no", "2.否 （2）否 线下 预计12月开通 拟下半年 计划2027年3月底前完成"),
        ("is_in_hall", "no", "预计12月 力争年底前 将于明年 预计2026年12月底"),
        ("is_in_hall", "ask", "线上 12月 可能12月 正在推进 1.否2.是"),
        ("is_exempt_hall", "ask", "预计12月"),
        ("is_online", "ask", "仅支持网上预约 系统对接中 是（待核实） 否（已开通）"),
        ("is_fully_online", "yes", "已实现全程网办 到现场0次 可全流程网上办理"),
        ("is_fully_online", "no", "Ⅲ级，拟升Ⅳ级 到现场1次 全程网办已下线 线上申请线下领取"),
        ("is_fully_online", "ask", "三级以上 Ⅲ级及以上 二级或三级以上"),
        ("is_fully_online", "no", "未达四级 未达到Ⅳ级 尚未达四级"),
        ("is_fully_online", "yes", "全流程线上 全程线上办理"),
        ("is_in_hall", "no", "回局办理 回单位办理 窗口已撤"),
        ("is_entered_in_name_only", "no", "未发现此类问题 不存在上述情况 无此现象"),
        ("is_entered_in_name_only", "yes", "有此现象 存在此类问题"),
        ("is_entered_in_name_only", "ask", "反映有此现象 此类问题"),
        ("is_fully_online", "ask", "全程网办（除领证外） 部分全程网办 是（三级） 拟升Ⅳ级"),
        ("is_published", "no", "已编辑未发布 审核不通过 已发布后下架 未成功发布 取消发布"),
        ("is_published", "ask", "已发布（县平台） 是（未发布） 2026-09-25 曾发布"),
        ("is_entered_in_name_only", "no", "不存在明进暗不进情况 经核实不属实 曾存在，已整改"),
        ("is_entered_in_name_only", "ask", "疑似明进暗不进 部分整改 是，已整改"),
        ("is_exempt_hall", "yes", "省垂管 涉及商业秘密 需专用系统"),
        ("is_exempt_hall", "ask", "场地不足 拟进驻 集中办理 见附件"),
    ],
)
def test_cells_made_up_here(flag, answer, cells):
    question = indicators.flag_by_key(flag).question
    read = {cell: answers.read_flag(question, cell).answer for cell in cells.split()}
    assert read == dict.fromkeys(read, answer)


@pytest.mark.parametrize(
    ("kind", "field", "headers"),
    [
        ("items", "is_online", "是否可网上办理 网上能否办理 是否已开通网上办理"),
        ("items", "none", "已上线 是否上线 其中：网上受理"),
        ("items", "is_published", "省平台已上线 是否发布"),
        ("items", "is_online", "能网办吗 能否网上办理吗"),
        ("items", "inverse:is_online", "不可网上办理 是否无法网办 暂不能网办"),
        ("items", "is_in_hall", "是否进驻县行政审批大厅 是否集中进驻 大厅是否进驻"),
        ("items", "inverse:is_in_hall", "未入驻大厅 是否未进大厅"),
        ("items", "none", "国家平台是否发布 是否应进未进 未进驻原因 上月办件量 网上支付"),
        ("items", "ask", "2025年是否网办 部门填报是否网办 是否网办（旧） 县级核定全程网办"),
        ("bulletin", "online_rate.rate", "可网办率 网上可办率|本期|数值 可办率（20分）"),
        ("bulletin", "none", "网上可办率|得分率 网上可办率|目标值 进驻率|累计 应进必进率"),
        ("stations", "inverse:has_station", "未建站 无站点"),
        (
            "cases",
            "hall_accepted",
            "大厅窗口|受理 大厅|受理 受理|大厅 本月受理|大厅 政务大厅|受理数 大厅受理|其中：本月",
        ),
        ("cases", "hall_decided", "大厅窗口|办结 办结量|窗口 办件情况|大厅|办结件数"),
        ("cases", "unit_accepted", "部门|受理 部门自行|受理量 受理件数|部门"),
        ("cases", "total_accepted", "合计|受理 本月办件情况|受理 2026年10月|办件量 办件数量|合计"),
        ("cases", "online_accepted", "网上|受理 线上|办件量 网办件 线上申请"),
        ("cases", "none", "自助机|受理 企业|受理 1-10月累计|受理"),
        ("cases", "ask", "分中心窗口|受理 其他途径|受理量"),
    ],
)
def test_headers_made_up_here(kind, field, headers):
    read = {header: read_heading(kind, header).field for header in headers.split()}
    assert read == dict.fromkeys(read, field)


def test_a_new_flag_is_read_by_its_own_header():
    question = indicators.Flag("is_instant", "items", "是否即办").question
    read = [
        answers.read_flag(question, cell).answer for cell in ("已即办", "非即办", "拟即办", "x")
    ]
    assert read == ["yes", "no", "no", "no"]


def test_other_input_is_refused(monkeypatch, capsys):
    for sent in (b"no json", b"[]", b'{"values": [{"field": "colour", "cell": "x"}]}'):
        monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": io.BytesIO(sent)}))
        assert main(["explain", "--json"]) == 2
        assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("flag", "cell", "why"),
    [
        ("is_exempt_hall", "场地受限，正在协调", "里的“正在协调”不像是已经确定的原因"),
        ("is_in_hall", "疑似进驻", "不确定"),
        ("is_online", "8月底完成", "不确定"),
    ],
)
def test_a_reason_reads_on_behind_the_quoted_cell(flag, cell, why):
    """No two quotations stand side by side, and none is of words that the cell does not have."""
    reading = answers.read_flag(indicators.flag_by_key(flag).question, cell)
    assert reading.answer == "ask" and reading.why_not(cell).startswith(why)


def test_the_headers_of_each_kind_are_gathered_once():
    """However many kinds a line of a sheet is tried with."""
    reading._synonyms.cache_clear()
    for line in ("东村第一次说的话", "东村第二次说的话"):
        for kind in vocabulary.FIELDS:
            read_heading(kind, line)
    assert reading._synonyms.cache_info().misses <= len(vocabulary.FIELDS)
