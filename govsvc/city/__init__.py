"""全市: the counties of a city, each counted by the city's rules from its own data, and the
bulletin that the city writes from that.
"""

from govsvc.city.city import City, by_name
from govsvc.city.differences import CountyDifference, differences
from govsvc.city.month import (
    NOT_REPORTED,
    UNREADABLE,
    CityMonth,
    CountyMonth,
    States,
    is_counted,
    months,
    named,
)
from govsvc.city.recount import Counts, CountyCounts, NamedRow

__all__ = [
    "NOT_REPORTED",
    "UNREADABLE",
    "City",
    "CityMonth",
    "Counts",
    "CountyCounts",
    "CountyDifference",
    "CountyMonth",
    "NamedRow",
    "States",
    "by_name",
    "differences",
    "is_counted",
    "months",
    "named",
]
