"""好差评 of a period, as `feedback ratings` prints it."""

from collections.abc import Iterator

from govsvc.board import bad_rating_period, contradictions
from govsvc.board.bad_rating_period import BadRatingPeriod
from govsvc.board.contradictions import Contradictions
from govsvc.board.rating_period import RatedGroup, RatingPeriod
from govsvc.cli import measure_words
from govsvc.domain.feedback import REPEATED, level_name, rating_channel, reason_text
from govsvc.domain.rates import percent_text


def lines(period: RatingPeriod) -> Iterator[str]:
    """The sentence, the measures, channels, units, reasons and 差评, a line each."""
    yield period.sentence
    if not period.is_held:
        return
    for value in period.values:
        yield measure_words.line(value)
    yield f"万件差评数\t{period.bad_per_10000}"
    yield f"追评口径\t{period.settings.choice_text(REPEATED)}"
    for group in period.channels:
        share = f"{percent_text(group.share.published)}\t{group.share.fraction_text}"
        yield f"渠道\t{group.name}\t{share}\t好评率{percent_text(group.value.published)}"
    for unit in period.units:
        rate = f"{percent_text(unit.value.published)}\t{unit.value.fraction_text}"
        yield f"{unit.name}\t{rate}\t{unit.rank_text}"
    for reason in period.bad_reasons:
        yield f"差评原因\t{reason.unit}\t{reason_text(reason.code)}\t{reason.count}"
    for bad in period.bad:
        yield f"{level_name(bad.level)}\t{bad.unit}\t{bad.item}\t{bad.day or ''}\t{bad.text}"


def period_json(period: RatingPeriod, opposed: Contradictions) -> dict[str, object]:
    """The same as JSON."""
    return {
        "period": period.name,
        "is_held": period.is_held,
        "counts": period.counts,
        "left_out": period.left_out,
        "lone_repeats": period.lone_repeats,
        "rates": {value.measure.key: measure_words.value_json(value) for value in period.values},
        "bad_per_10000": period.bad_per_10000,
        "channels": [_group_json(group) for group in period.channels],
        "places": [_group_json(group) for group in period.places],
        "units": [
            _group_json(unit) | {"rank": unit.rank.place if unit.rank else None}
            for unit in period.units
        ],
        "bad_reasons": [
            {"unit": one.unit, "reason": one.code, "count": one.count} for one in period.bad_reasons
        ],
        "bad": [
            {
                "unit": one.unit,
                "item": one.item,
                "level": level_name(one.level),
                "channel": rating_channel(one.channel).name,
                "day": one.day.isoformat() if one.day else None,
                "reasons": list(one.reasons),
                "text": one.text,
                "place": f"{one.sheet}!{one.row}",
            }
            for one in period.bad
        ],
        "contradictions": [dict(zip(contradictions.COLUMNS, one.row())) for one in opposed.found],
        "contradictions_unmatched": len(opposed.unmatched),
        "contradictions_not_compared": opposed.notes,
        "repeated": period.settings.choice(REPEATED),
        "sentence": period.sentence,
    }


def bad_lines(period: BadRatingPeriod) -> Iterator[str]:
    """The sentence, the measures, the deadline and the 差评, a line each."""
    yield period.sentence
    if period.is_held:
        for value in period.values:
            yield measure_words.line(value)
    yield f"整改时限\t{period.settings.bad_days_text}"
    for row in period.rows():
        yield "\t".join(row)


def bad_period_json(period: BadRatingPeriod) -> dict[str, object]:
    """The same as JSON."""
    return {
        "period": period.name,
        "is_held": period.is_held,
        "counts": period.counts,
        "left_out": period.left_out,
        "not_in_ledger": len(period.missing),
        "rates": {value.measure.key: measure_words.value_json(value) for value in period.values},
        "deadline": period.settings.bad_days_text,
        "bad": [dict(zip(bad_rating_period.COLUMNS, row)) for row in period.rows()],
        "sentence": period.sentence,
    }


def _group_json(group: RatedGroup) -> dict[str, object]:
    share = group.share
    return {
        "group": group.name,
        **measure_words.value_json(group.value),
        "share": None if share.published is None else f"{share.published}",
        "ratings": group.counts["active"],
        "bad": group.counts["bad"],
    }
