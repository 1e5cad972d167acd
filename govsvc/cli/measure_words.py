"""A measure of what people say, as commands print it."""

from govsvc.domain.feedback import MeasureValue
from govsvc.domain.rates import percent_text


def line(value: MeasureValue) -> str:
    """Name, percent, fraction, interval and definition, parted by tabs."""
    interval = f"\t区间{value.interval.text}" if value.interval else ""
    return (
        f"{value.measure.name}\t{percent_text(value.published)}\t{value.fraction_text}"
        f"{interval}\t{value.definition}"
    )


def value_json(value: MeasureValue) -> dict[str, object]:
    """The same as JSON; `percent` null where it is unknown."""
    interval = value.interval
    return {
        "name": value.measure.name,
        "percent": None if value.published is None else f"{value.published}",
        "fraction": value.fraction_text,
        "interval": interval and [f"{interval.low}", f"{interval.high}"],
        "definition": value.definition,
        "is_small": value.is_small,
    }
