"""What the value of an indicator rests on in a month, in words: who counts, what is left out, by
which rules, from which files.
"""

from collections.abc import Collection
from datetime import date

from govsvc.board.board import Board
from govsvc.domain import indicators
from govsvc.domain.indicators import EXEMPT_AS, KINDS, Indicator, Quantity
from govsvc.domain.months import month_text
from govsvc.domain.published_values import value_text
from govsvc.domain.rates import count_text, percent_text


def basis(board: Board, indicator: Indicator, month: date) -> list[tuple[str, str]]:
    """(what, in words) of the home county's value in the month; every number is of that month."""
    lines = [
        ("市通报" if indicator.nominal is None else "", _printed(board, indicator, month)),
        ("本县测算", _own(board, indicator, month)),
        ("计为达到", _met(board, indicator, month)),
        ("统计范围", _scope(board, indicator, month)),
        ("时限", limits_text(board, indicator, month)),
        ("豁免", _exempt(board, indicator, month)),
        ("未填", _unknown(board, indicator, month)),
        ("来源", _files(board, indicator, month)),
        ("口径版本", _version(board, month)),
    ]
    return [(what, text) for what, text in lines if what and text]


def _printed(board: Board, indicator: Indicator, month: date) -> str:
    value = board.values.bulletin(indicator, month)
    if value is None:
        return f"{month_text(month)}没有通报"
    if value.numerator is None or value.denominator is None:
        return f"市通报只给出{percent_text(value.published)}"
    return (
        f"{count_text(value.numerator)} ÷ {count_text(value.denominator)} = "
        f"{percent_text(value.published)}"
    )


def _own(board: Board, indicator: Indicator, month: date) -> str:
    value = board.values.own(indicator, month)
    if value is None:
        return f"{month_text(month)}没有{KINDS[indicator.kind]}数据"
    return (
        f"{count_text(value.numerator)} ÷ {count_text(value.denominator)} = "
        f"{value_text(indicator, value.published)}"
    )


def _met(board: Board, indicator: Indicator, month: date) -> str:
    rules, _ = board.rules.in_force(month)
    at_most = indicator.instead if rules.decides_instead(indicator) else indicator.at_most
    if at_most:
        also = f"，或{indicator.also_met_word}" if rules.counts_also(indicator) else ""
        return f"“{_quantity(at_most.quantity).header}”不超过{at_most.most}{also}"
    if indicator.sums:
        return ""
    text = _columns(indicator.met, "、")
    if indicator.also_met:
        also = "也计" if rules.counts_also(indicator) else "不计"
        text += f"（{indicator.also_met_word}{also}）"
    return text + (
        "，且"
        + "、".join(f"“{indicators.flag_by_key(key).header}”" for key in indicator.unless)
        + "都不为是"
        if indicator.unless
        else ""
    )


def _columns(flags: Collection[str], link: str) -> str:
    """“网上可办”“全程网办”为是; “授权情况”为全权授权: the columns, with the answer that counts."""
    of_answer: dict[str, list[str]] = {}
    for flag in map(indicators.flag_by_key, flags):
        of_answer.setdefault(flag.answers[0], []).append(f"“{flag.header}”")
    return link.join(f"{'、'.join(names)}为{answer}" for answer, names in of_answer.items())


def _quantity(key: str) -> Quantity:
    return next(one for one in indicators.QUANTITIES if one.key == key)


def limits_text(board: Board, indicator: Indicator, month: date) -> str:
    """How time limits are read, of an indicator that adds them up."""
    sums = indicator.sums
    if not sums or not _quantity(sums.plus).is_limit:
        return ""
    rules, _ = board.rules.in_force(month)
    in_month, in_year, in_week = rules.workdays_of
    natural = "按天数计" if in_week == 7 else f"7个按{in_week}个工作日"
    return f"1个月按{in_month}个工作日，1年按{in_year}个工作日，自然日{natural}"


def _scope(board: Board, indicator: Indicator, month: date) -> str:
    rules, _ = board.rules.in_force(month)
    levels = rules.levels.get(indicator.key, indicator.levels)
    parts = (
        [f"在用的{'、'.join(rules.types_in_scope)}"] if indicator.kind == indicators.ITEMS else []
    )
    parts += [f"行使层级为{'、'.join(levels)}（表中有层级时）"] if levels else []
    parts += [f"只计{_columns(indicator.among, '，')}的"] if indicator.among else []
    if indicator.kind == indicators.STATIONS and not indicator.among:
        parts.append(
            "村居名录中的全部村（社区）"
            if board.rows.has_village_list(month)
            else "台账中的全部村（社区）（还没有村居名录）"
        )
    return "；".join(parts)


def _exempt(board: Board, indicator: Indicator, month: date) -> str:
    if not indicator.exempt:
        return ""
    headers = {flag.key: flag.header for flag in indicators.FLAGS}
    rules, _ = board.rules.in_force(month)
    columns = "、".join(f"“{headers[key]}”" for key in indicator.exempt)
    treatment = EXEMPT_AS[rules.treatment(indicator)]
    if not board.rows.has_own(indicator.kind, month):
        return f"{columns}标明的，{treatment}"
    count = board.rows.exempt_count(indicator, month)
    doubtful = [
        f"{one.name}{n}{indicators.row_unit(indicator.kind)}"
        for one in indicators.LISTS
        if one.mark in (indicators.LACKS_DOCUMENT, indicators.NOT_IN_FORCE)
        and (n := board.lists.count(one, month))
    ]
    counted = f"{count_text(count)}{indicators.row_unit(indicator.kind)}"
    return f"{columns}标明的{counted}，{treatment}" + (
        f"；全部豁免中{'、'.join(doubtful)}" if doubtful else ""
    )


def _unknown(board: Board, indicator: Indicator, month: date) -> str:
    """How many rows say nothing of what an indicator beside the province's asks."""
    count = board.rows.unknown_count(indicator, month) if indicator.is_extra else 0
    unit = indicators.row_unit(indicator.kind)
    return f"{count_text(count)}{unit}没有填报，未计入" if count else ""


def _files(board: Board, indicator: Indicator, month: date, most: int = 3) -> str:
    parts = []
    for kind, value in (
        (indicator.kind, board.values.own(indicator, month)),
        (indicators.BULLETIN, board.values.bulletin(indicator, month)),
    ):
        files = board.rows.files(kind, month) if value else []
        if files:
            names = "、".join(dict.fromkeys(file.file for file in files[:most]))
            more = f"等{len(files)}个文件" if len(files) > most else ""
            parts.append(
                f"{KINDS[kind]}：{names}{more}（{files[0].who}，"
                f"{files[0].imported_at.month}月{files[0].imported_at.day}日）"
            )
    return "；".join(parts)


def _version(board: Board, month: date) -> str:
    rules, version = board.rules.in_force(month)
    if version and version.rules == rules:
        return f"{version.name}（{version.document}），自{month_text(version.from_month)}起"
    return board.rules.name(month)
