"""What is wrong with a database, in words: one Chinese sentence for each fault."""

from datetime import date

from govsvc.domain import indicators
from govsvc.domain.error_sentences import contents
from govsvc.domain.months import month_text
from govsvc.store.integrity import Fault


def sentence(fault: Fault) -> str:
    """The fault as a sentence. Raises KeyError where its code is unknown."""
    facts = fault.facts
    match fault.code:
        case "not_readable":
            return str(facts["error"].title)
        case "unlike":
            return f"与保存时不一致：{'、'.join(contents(facts['months'], facts['tables']))}。"
        case "count_differs":
            return (
                f"{month_text(facts['month'])}{_indicator(facts['indicator'])}：存有的数"
                f"{_pair(facts['stored'])}与逐行计数{_pair(facts['counted'])}不同。"
            )
        case "doubled_keys":
            return (
                f"{_rows_of(facts['kind'], facts['month'])}有{facts['count']}个编码重复计入，"
                f"如{facts['key']}（{'、'.join(facts['units'])}）；"
                "重新导入应有它的单位的清单，就只留一行。"
            )
        case "doubled_value":
            source = indicators.SOURCES.get(facts["source"], facts["source"])
            return (
                f"{month_text(facts['month'])}{source}{facts['county']}的一个指标值有"
                f"{facts['count']}份。"
            )
    rows = _rows_of(facts["kind"], facts["month"]) if "kind" in facts else ""
    month = month_text(facts["month"]) if "month" in facts else ""
    return _TEMPLATES[fault.code].format(**{**facts, "rows": rows, "month": month})


_TEMPLATES = {
    "manifest_damaged": "核对清单已损坏。",
    "wrong_interval": "表{table}有{count}行的有效版本不合理。",
    "wrong_combinations": "{rows}有{count}行找不到它的状态和标记。",
    "wrong_batches": "{rows}有{count}行找不到它的导入记录。",
    "editions_not_consecutive": "{month}的定稿版次不连续。",
    "original_unreadable": "原件{file}无法读取。",
    "wrong_steps": "整改事项{number}的进展前后不连贯，或没有对应的事项。",
    "wrong_paper_versions": "{month}的材料有的稿次缺失或读不出。",
    "wrong_meetings": "会议议定事项{number}没有对应的会议或整改事项。",
    "evidence_unreadable": "佐证材料{file}无法读出，或没有对应的进展。",
    "original_of_no_batch": "原件{file}没有对应的导入记录。",
}


def _rows_of(kind: str, month: date) -> str:
    return f"{month_text(month)}{indicators.KINDS.get(kind, kind)}"


def _indicator(key: str) -> str:
    return next(
        (indicator.short for indicator in indicators.INDICATORS if indicator.key == key), key
    )


def _pair(value: tuple[int, int] | None) -> str:
    return f"{value[0]}/{value[1]}" if value else "无"
