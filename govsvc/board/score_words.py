"""得分, 丢分 and 综合 in words. A number that the bulletin does not print is not said."""

from decimal import Decimal

from govsvc.board.scores import OverallRow, Score, Scores
from govsvc.months import month_text
from govsvc.rates import UNKNOWN


def points(score: Decimal | None) -> str:
    """A score as printed, — where there is none."""
    return UNKNOWN if score is None else f"{score:f}"


def place_text(row: OverallRow) -> str:
    """3, 并列2 or —: as printed, else as computed."""
    return UNKNOWN if row.place is None else f"{'并列' if row.is_tied else ''}{row.place}"


def home_place(scores: Scores) -> str:
    """第3, 并列第2; "" where the home county has no place."""
    home = scores.home
    return f"{'并列' if home.is_tied else ''}第{home.place}" if home and home.place else ""


def points_of_home(scores: Scores) -> str:
    """综合得分95.20，丢分4.80; "" where neither is known."""
    home = scores.home
    return "，".join(filter(None, [f"综合得分{points(home.score)}" if home and home.score is not None else "", f"丢分{points(scores.lost)}" if scores.lost else ""]))


def overall(scores: Scores) -> str:
    """综合得分95.20，综合排名第3，丢分4.80."""
    home = scores.home
    said = [f"综合得分{points(home.score)}" if home and home.score is not None else "", f"综合排名{home_place(scores)}" if home_place(scores) else "",
            f"丢分{points(scores.lost)}" if scores.lost else ""]
    return "，".join(filter(None, said)) or "有得分，没有综合得分和综合排名"


def worst(scores: Scores) -> str:
    """丢分最多的是进驻率（丢1.20分）; where the bulletin has no 分值: 与最高分相差最多的是进驻率（比东屏县少1.20分）; "" where no point is lost."""
    found = scores.worst
    if found is None:
        return ""
    return f"丢分最多的是{found.indicator.short}（丢{points(found.lost)}分）" if found.lost is not None else (
        f"与最高分相差最多的是{found.indicator.short}（比{found.best}少{points(found.behind)}分）")


def title(scores: Scores) -> str:
    """综合得分95.20，综合排名第3，丢分4.80，较上期上升1位（2026年9月通报）；丢分最多的是进驻率（丢1.20分）."""
    change = scores.home.place_change if scores.home else None
    moved = f"，较上期{'上升' if change > 0 else '下降'}{abs(change)}位" if change else ""
    return f"{overall(scores)}{moved}（{month_text(scores.month)}通报）" + (f"；{worst(scores)}" if worst(scores) else "")


def behind(score: Score) -> str:
    """东屏县，少0.35分; 本县最高."""
    if score.behind is None:
        return UNKNOWN
    return f"{score.best}，少{points(score.behind)}分" if score.behind else "本县最高"


def notes(scores: Scores) -> list[str]:
    """Printed places that are not those of the scores; what the bulletin does not print."""
    differs = [row for row in scores.overall if row.rank_differs]
    said = ["通报的综合排名与按综合得分计算的不一致：" + "；".join(
        f"{row.county}通报第{row.printed_rank}、计算第{row.rank.place}" for row in differs) + "。"] if differs else []
    if scores.indicators and any(score.lost is None for score in scores.indicators):
        said.append("通报没有印分值的指标不算丢分，只与最高分比较。")
    if not scores.indicators:
        said.append("通报没有印各项指标的得分。")
    return said
