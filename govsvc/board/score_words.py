"""得分, 丢分 and 综合 in words. A number that the bulletin does not print is left out."""

from decimal import Decimal

from govsvc.board.scores import OverallRow, Score, Scores
from govsvc.domain.months import month_text
from govsvc.domain.rates import UNKNOWN, Rank, place_prose, rank_prose, rank_text


def points(score: Decimal | None) -> str:
    """A score as printed, — where there is none."""
    return UNKNOWN if score is None else f"{score:f}"


def place_text(row: OverallRow) -> str:
    """3, 并列2, 县市组第3 or —: the place as printed, else as computed."""
    return rank_text(Rank(row.place, row.is_tied, 0, row.group) if row.place else None)


def home_rank(scores: Scores) -> str:
    """第3, 并列第2, 县市组第4; "" where the home county has no place."""
    home = scores.home
    return place_prose(home.place, home.is_tied, home.group) if home and home.place else ""


def points_of_home(scores: Scores) -> str:
    """综合得分95.20，丢分4.80; "" where neither is known."""
    home, lost = scores.home, scores.lost_overall
    return "，".join(
        filter(
            None,
            [
                f"综合得分{points(home.score)}" if home and home.score is not None else "",
                f"丢分{points(lost)}" if lost else "",
            ],
        )
    )


def overall(scores: Scores) -> str:
    """综合得分95.20，综合排名第3，丢分4.80; where no 分值 of 综合 is printed: 5项指标共丢4.80分."""
    home, rank = scores.home, home_rank(scores)
    lost = scores.lost_overall
    lost_of_indicators = (
        f"{len(scores.indicators)}项指标共丢{points(scores.lost_in_indicators)}分"
        if scores.lost_in_indicators
        else ""
    )
    texts = [
        f"综合得分{points(home.score)}" if home and home.score is not None else "",
        f"综合排名{rank}" if rank else "",
        f"丢分{points(lost)}" if lost is not None else lost_of_indicators,
    ]
    return "，".join(filter(None, texts)) or "有得分，没有综合得分和综合排名"


def worst(scores: Scores) -> str:
    """丢分最多的是进驻率（丢1.20分）; where a 分值 is not printed:
    与最高分相差最多的是进驻率（比东屏县少1.20分）; "" where no point is lost.
    """
    if not scores.most_missed:
        return ""
    if scores.has_full_scores:
        return "丢分最多的是" + "、".join(
            f"{score.indicator.short}（丢{points(score.lost)}分）" for score in scores.most_missed
        )
    return "与最高分相差最多的是" + "、".join(
        f"{score.indicator.short}（比{score.best}少{points(score.behind)}分）"
        for score in scores.most_missed
    )


def overall_in_month(scores: Scores) -> str:
    """综合得分95.20，综合排名第3，丢分4.80，较上期上升1位（2026年9月通报）."""
    change = scores.home.place_change if scores.home else None
    moved = f"，较上期{'上升' if change > 0 else '下降'}{abs(change)}位" if change else ""
    return f"{overall(scores)}{moved}（{month_text(scores.month)}通报）"


def title(scores: Scores) -> str:
    """综合得分95.20，综合排名第3，丢分4.80，较上期上升1位（2026年9月通报）；
    丢分最多的是进驻率（丢1.20分）.
    """
    return "；".join(filter(None, [overall_in_month(scores), worst(scores)]))


def behind(score: Score) -> str:
    """东屏县，少0.35分; 本县最高."""
    if score.behind is None:
        return UNKNOWN
    return f"{score.best}，少{points(score.behind)}分" if score.behind else "本县最高"


def notes(scores: Scores) -> list[str]:
    """What must be known of the table, in sentences: printed places that the scores contradict;
    what the bulletin does not print, and of whom; what cannot be right.
    """
    differs = [row for row in scores.overall if row.rank_differs]
    texts = (
        [
            "通报的综合排名与按综合得分计算的不一致："
            + "；".join(
                f"{row.county}通报第{row.printed_rank}、计算{rank_prose(row.rank)}"
                for row in differs
            )
            + "。"
        ]
        if differs
        else []
    )
    silent = [row.county for row in scores.overall if row.place is None]
    if silent:
        texts.append(f"{'、'.join(silent)}没有综合得分，不参与综合排名。")
    if scores.unscored:
        texts.append(
            f"通报没有本县{'、'.join(indicator.short for indicator in scores.unscored)}的得分。"
        )
    texts += [
        (
            f"{score.indicator.short}得分{points(score.score)}大于分值{points(score.full_score)}"
            "，丢分按0计，请核对通报。"
        )
        for score in scores.indicators
        if score.is_over
    ]
    if scores.indicators and not scores.has_full_scores:
        without = "、".join(
            score.indicator.short for score in scores.indicators if score.full_score is None
        )
        texts.append(
            f"通报未列分值的指标（{without}）不算丢分，各项指标改按与最高分的县（市、区）"
            "相差多少比较。"
        )
    if not scores.indicators:
        texts.append("通报未列本县各项指标的得分。")
    return texts
