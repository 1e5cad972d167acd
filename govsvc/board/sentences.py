"""What the pages say in words.

Every number in a sentence comes from a `Standing`, a `Ranking` or a list.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from govsvc.board import score_words
from govsvc.board.board import Board
from govsvc.board.rankings import Overtake, Ranking, Threat, items_to_place
from govsvc.board.scores import Scores
from govsvc.board.standing import Standing
from govsvc.domain import indicators
from govsvc.domain.fetch_days import FetchDay
from govsvc.domain.indicators import Indicator
from govsvc.domain.months import month_text
from govsvc.domain.rates import (
    Rank,
    chinese_place,
    group_name,
    percent_text,
    place_prose,
    points_text,
    rank_among,
    rank_prose,
)
from govsvc.domain.rows import Target

#: days before 取数日 from which on it is marked; late units that are named
SOON, MOST_NAMED = 7, 4


def headline_sentence(standings: Sequence[Standing], scores: Scores | None = None) -> str:
    """5项指标中2项达标，3项较上月提升、1项下降；综合排名第3（9月通报），
    丢分最多的是进驻率（丢1.20分）.
    """
    if scores is None:
        return _of_indicators(standings)
    rank, bulletin = score_words.home_rank(scores), f"（{scores.month.month}月通报）"
    parts = [f"综合排名{rank}{bulletin}" if rank else "", score_words.worst(scores)]
    of_scores = "，".join(part for part in parts if part)
    return _of_indicators(standings) + (f"；{of_scores}" if of_scores else "")


def _of_indicators(standings: Sequence[Standing]) -> str:
    """How many indicators reach their targets, and how many rise and fall."""
    known = [s for s in standings if s.headline]
    if not known:
        return "本月还没有指标数据"
    with_target = [s for s in known if s.target_reached is not None]
    has_node = any(s.target and s.target.until for s in with_target)
    reached = (
        _reaching(len(known), [bool(s.target_reached) for s in with_target], has_node)
        if with_target
        else f"{len(known)}项指标，均未设目标"
    )
    changes = [s.change_pp for s in known if s.change_pp is not None]
    return f"{reached}，{_moves(changes)}" if changes else reached


def _reaching(known: int, reached: Sequence[bool], has_node: bool) -> str:
    """5项指标中2项达标; 5项指标均未达标 where none of them all is."""
    if len(reached) == known and not any(reached):
        return f"{known}项指标均{'未达到序时目标' if has_node else '未达标'}"
    return f"{known}项指标中{sum(reached)}项{'达到序时目标' if has_node else '达标'}"


def _moves(changes: Sequence[Decimal]) -> str:
    """3项较上月提升、1项下降."""
    up, down = sum(c > 0 for c in changes), sum(c < 0 for c in changes)
    rising = f"{up}项较上月提升" if up else ""
    falling = f"{down}项{'' if up else '较上月'}下降" if down else ""
    return "、".join(text for text in (rising, falling) if text) or "较上月均持平"


#: (text, colour, icon) of a badge
Badge = tuple[str, str, str]


def freshness(board: Board, month: date, days: Sequence[FetchDay] = ()) -> list[Badge]:
    """(text, colour, icon) of what the month is made of: what is there, what is missing, until
    when. `days`: 取数日 to come.
    """
    return [
        *_points_badge(board, month),
        *((day.text, "orange" if day.left <= SOON else "gray", "alarm") for day in days),
        *_import_badge(board, month),
        *_progress(board, month),
        *_beginning_badges(board, month),
        *_gap_badges(board, month),
        *_bulletin_badges(board, month),
        *_left_out_badges(board, month),
    ]


def _points_badge(board: Board, month: date) -> list[Badge]:
    """The home county's 综合得分 in the latest bulletin."""
    scores = board.scores.latest(month)
    points = score_words.points_of_home(scores) if scores else ""
    return (
        [(f"{points}（{scores.month.month}月通报）", "blue", "trophy")] if scores and points else []
    )


def _import_badge(board: Board, month: date) -> list[Badge]:
    """Who imported the month's latest file, and when."""
    latest = max(
        (file for kind in indicators.KINDS for file in board.rows.files(kind, month)),
        key=lambda file: file.imported_at,
        default=None,
    )
    if latest is None:
        return []
    at = latest.imported_at
    text = f"{month_text(month)}数据，{latest.who} {at.month}月{at.day}日导入"
    return [(text, "gray", "event_available")]


def _beginning_badges(board: Board, month: date) -> list[Badge]:
    """What a database that has just begun lacks: an earlier month, targets."""
    badges = []
    if month == min(board.months(), default=month):
        badges.append(("首个月份：导入下个月后显示变化和走势", "gray", "flag"))
    if not any(board.cards.standing(i, month).target for i in indicators.headline_indicators()):
        badges.append((f"未设{month.year}年目标：可导入目标值表", "gray", "flag"))
    return badges


def _gap_badges(board: Board, month: date) -> list[Badge]:
    """Kinds with far fewer rows than in the month before, or with none."""
    badges = [
        (
            f"{indicators.KINDS[kind]}只有{now}行，上月{before}行，请核对是否报齐",
            "orange",
            "warning",
        )
        for kind, (now, before) in board.values.shrunk(month).items()
    ]
    missing = [
        indicators.KINDS[kind]
        for kind in (indicators.ITEMS, indicators.STATIONS)
        if not board.rows.has_own(kind, month)
    ]
    if missing:
        badges.append((f"本月缺{'、'.join(missing)}", "orange", "warning"))
    return badges


def _bulletin_badges(board: Board, month: date) -> list[Badge]:
    """Which bulletin is the latest, and until when the month's own has data."""
    headline_indicators = indicators.headline_indicators()
    bulletins = [m for i in headline_indicators for m in board.values.bulletin_months(i, month)[:1]]
    badges: list[Badge] = []
    if not bulletins:
        badges.append(("缺全市通报，以本县测算为准", "orange", "warning"))
    elif max(bulletins) != month:
        badges.append((f"最近通报为{month_text(max(bulletins))}", "orange", "schedule"))
    values = [board.values.bulletin(i, month) for i in headline_indicators]
    cutoffs = {value.cutoff for value in values if value and value.cutoff}
    return badges + [
        (f"通报数据截止{c.year}年{c.month}月{c.day}日", "gray", "event") for c in sorted(cutoffs)
    ]


def _left_out_badges(board: Board, month: date) -> list[Badge]:
    """Rows that have an error and are not counted."""
    counts = {kind: board.rows.left_out(kind, month) for kind in indicators.KINDS}
    return [
        (f"{indicators.KINDS[kind]}有{count}行未计入", "orange", "report")
        for kind, count in counts.items()
        if count
    ]


def _progress(board: Board, month: date) -> list[Badge]:
    """The state of the month, and while it is open which units have reported."""
    progress = board.workflow.progress(month)
    if progress.state is None and not progress.text:
        return []
    if progress.is_closed and progress.state:
        return [(f"已定稿（第{progress.state.edition}版）", "blue", "lock")]
    late = [unit.unit for unit in progress.waiting()]
    badges = [
        (
            progress.summary if progress.text else f"{progress.state_name}，还没有单位报送",
            "orange" if late else "gray",
            "pending_actions",
        )
    ]
    if late:
        more = f"等{len(late)}个" if len(late) > MOST_NAMED else ""
        badges.append((f"未报：{'、'.join(late[:MOST_NAMED])}{more}", "orange", "person_alert"))
    return badges


def trend(standing: Standing) -> str:
    """进驻率98.10%，连续2个月提升，距目标还差29项."""
    indicator = standing.indicator
    known: list[Decimal] = []
    for _, value in standing.series:  # the months without a gap up to this one
        known = [*known, value] if value is not None else []
    if standing.headline is None:
        return f"{indicator.short}：{month_text(standing.month)}没有数据"
    direction, length = _streak(known)
    if standing.rules_changed or standing.previous is None:  # nothing to compare with
        direction, known = 0, []
    parts = [f"{indicator.short}{percent_text(standing.headline.published)}"]
    if standing.rules_changed:
        parts.append("口径调整，与上月不比较")
    if direction:
        word = "提升" if direction > 0 else "回落"
        parts.append(
            f"连续{length}个月{word}"
            if length > 1
            else f"较上月{points_text(standing.change_pp)}"
            if standing.change_pp
            else ""
        )
    elif len(known) > 1:
        parts.append("较上月持平")
    if standing.target_reached:
        parts.append("已达标")
    elif standing.items_missing:
        parts.append(f"距目标还差{standing.items_missing}{indicator.unit}")
    return "，".join(part for part in parts if part)


def one_indicator(standing: Standing) -> str:
    """进驻率98.10%，位居全市第四（10月通报），距99.00%目标还差29项; without what is not known."""
    headline, ranked, target = standing.headline, standing.ranked, standing.target
    if headline is None:
        return f"{standing.indicator.short}：{month_text(standing.month)}没有数据"
    parts = [f"{standing.indicator.short}{percent_text(headline.published)}"]
    if ranked and ranked.rank:
        parts.append(f"{city_place(ranked.rank)}（{ranked.month.month}月通报）")
    if target and standing.target_reached:
        parts.append("已达标")
    elif target and standing.items_missing:
        aim = percent_text(target.value)
        parts.append(f"距{aim}目标还差{standing.items_missing}{standing.indicator.unit}")
    return "，".join(parts)


def city_place(rank: Rank) -> str:
    """位居全市第三, 位居县市组并列第二."""
    return f"位居{group_name(rank.group)}{chinese_place(rank.place, rank.is_tied)}"


def _streak(values: Sequence[Decimal]) -> tuple[int, int]:
    """(direction of the last change, for how many months in a row)."""
    steps = [(b > a) - (b < a) for a, b in zip(values, values[1:])]
    if not steps or not steps[-1]:
        return 0, 0
    length = 0
    for step in reversed(steps):
        if step != steps[-1]:
            break
        length += 1
    return steps[-1], length


def gap(standings: Sequence[Standing]) -> str:
    """4项指标未达标，其中进驻率还差29项、省平台发布率还差23项."""
    with_target = [s for s in standings if s.target]
    if not with_target:
        return "还没有设目标值"
    short = [s for s in with_target if s.target_reached is False]
    unknown = [s for s in with_target if s.target_reached is None]
    tail = f"，{len(unknown)}项暂无数据" if unknown else ""
    if len(unknown) == len(with_target):
        return f"{len(unknown)}项指标均暂无数据"
    if not short:
        return ("已有数据的指标均已达标" if unknown else "各项指标均已达标") + tail
    # shortfalls of different indicators are not added up: one item can be in several
    most = sorted((s for s in short if s.items_missing), key=lambda s: -(s.items_missing or 0))[:2]
    missing = "、".join(f"{s.indicator.short}还差{s.items_missing}{s.indicator.unit}" for s in most)
    return (
        f"{len(short)}项指标未达标"
        + (f"，{'其中' if len(short) > len(most) else ''}{missing}" if missing else "")
        + tail
    )


def missing_units(
    split: Mapping[str, int], solved_by: Mapping[str, str], indicator: Indicator
) -> str:
    """前3个部门占78%；县级可解决48项、需上级协调6项. `split`: unit → rows missing, most first."""
    total, word = sum(split.values()), indicators.unit_word(indicator.kind)
    shares = [f"前3个{word}占{sum(list(split.values())[:3]) / total:.0%}"] if len(split) > 3 else []
    by_solver: Counter[str] = Counter()
    for unit, missing in split.items():
        by_solver[solved_by[unit]] += missing
    counts = [f"{solver}{count}{indicator.unit}" for solver, count in by_solver.most_common()]
    return "；".join([*shares, "、".join(counts)])


def ranking(table: Ranking) -> str:
    """网上可办率全市第3（2026年10月通报），再解决1项可升至第2."""
    home = table.home
    if home is None or home.rank is None:
        return f"{table.indicator.short}：本县在{month_text(table.bulletin_month)}通报中没有排名"
    text = (
        f"{table.indicator.short}{rank_among(home.rank)}（{month_text(table.bulletin_month)}通报）"
    )
    if home.place_change:
        text += f"，较上期{'上升' if home.place_change > 0 else '下降'}{abs(home.place_change)}位"
    climb = table.next_step()
    return text + (f"；{overtake(climb, table)}" if climb else "")


def place_target(target: Target | None, table: Ranking) -> str:
    """目标进入前3：已达到; 目标进入前3：现为第5，再解决4项可升至第3; "" where the target is a
    value, not a place.
    """
    home = table.home
    if target is None or target.place is None or home is None or home.rank is None:
        return ""
    if home.rank.place <= target.place:
        return f"目标进入前{target.place}：现为{rank_prose(home.rank)}，已达到。"
    items = items_to_place(table, target.place)
    takes = (
        "没有分母，测算不出再解决多少可以进入"
        if items is None
        else f"再解决{items}{table.indicator.unit}可进入"
        if items
        else "按本县测算已可进入，请对账"
    )
    return f"目标进入前{target.place}：现为{rank_prose(home.rank)}，未达到；{takes}。"


def ranking_notes(board: Board, table: Ranking, month: date) -> list[str]:
    """What else must be said of the table: counties that are missing, printed ranks that differ
    from the computed, that the bulletin is an older one.
    """
    of_target = place_target(board.cards.standing(table.indicator, month).target, table)
    notes = [of_target] if of_target else []
    if table.bulletin_month != month:
        notes.append(f"{month_text(month)}尚无通报，以下为{month_text(table.bulletin_month)}通报。")
    silent = [row.county for row in table.rows if row.value is None]
    if silent:
        notes.append(f"{'、'.join(silent)}未报送，不参与排名。")
    differs = [row for row in table.rows if row.rank_differs]
    if differs:
        notes.append(
            "通报名次与按公布值计算的名次不一致："
            + "；".join(
                f"{row.county}通报第{row.printed_rank}、计算{rank_prose(row.rank)}"
                for row in differs
            )
            + "。"
        )
    elif any(row.printed_rank is not None for row in table.rows):
        notes.append("通报名次与按公布值计算的名次一致。")
    printed, own = (
        board.values.bulletin(table.indicator, table.bulletin_month),
        board.values.own(table.indicator, table.bulletin_month),
    )
    if printed and own and printed.published != own.published:
        notes.append(
            f"本县通报值{percent_text(printed.published)}，"
            f"本县测算{percent_text(own.published)}，请对账。"
        )
    return notes


def overtake_basis(table: Ranking) -> str:
    """Which N and D the overtaking is computed from."""
    if table.basis is None:
        return "对方未公布分母，本县也没有测算数据，不能测算"
    return (
        f"以{month_text(table.basis.month)}{table.basis.source_name}的"
        f"{table.basis.numerator:,} / {table.basis.denominator:,}"
        f"{table.indicator.unit}测算，其他县（市、区）不变"
    )


def overtake(step: Overtake, table: Ranking) -> str:
    """再解决1项可升至第2; why not where it cannot be."""
    if step.items:
        return f"再解决{step.items}{table.indicator.unit}可升至{_reached(step, table)}"
    if table.basis is None:
        return "对方未公布分母"
    if step.items == 0:
        return "按本县测算已超过"
    return "对方已达100%，最多并列" if step.published >= 100 else "全部解决也不能超过"


def threat(rival: Threat, unit: str) -> str:
    """再解决3项即超过本县; 与本县并列，再解决1项即超过; 对方未公布分母."""
    level = "与本县并列，" if rival.is_level else ""
    if not rival.is_known:
        return f"{level}对方未公布分母"
    return level + (
        f"再解决{rival.items}{unit}即超过本县"
        if rival.items is not None
        else "全部解决也不会超过本县"
    )


def behind(table: Ranking) -> str:
    """Who is on the list of 保位预警: 紧随其后的县（市、区）, 并列和紧随其后的县（市、区）."""
    of_level = "并列和" if any(rival.is_level for rival in table.threats) else ""
    return f"{of_level}紧随其后的县（市、区）"


def _reached(step: Overtake, table: Ranking) -> str:
    """The place that passing a county brings: 第2, 并列第2, 县市组第2."""
    return place_prose(step.place, step.is_tied, table.home_group)
