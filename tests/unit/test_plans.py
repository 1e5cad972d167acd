"""Ready-made choices of 提升测算: the fewest units, by hand."""

import pytest

from govsvc.board import plans

COUNTS = {"甲": 18, "乙": 8, "丙": 6, "丁": 6, "戊": 5, "己": 1}


@pytest.mark.parametrize(
    ("items", "later", "units"),
    [
        (18, (), ("甲",)),
        (6, (), ("丁",)),  # one is enough: of those with six or more the smallest, by name
        (1, (), ("己",)),
        (19, (), ("甲", "己")),
        (25, (), ("甲", "乙")),
        (29, (), ("甲", "乙", "戊")),  # 26, and of those that have three or more the smallest
        (29, ("乙",), ("甲", "丁", "戊")),  # 24, and five more
        (37, ("乙",), ("甲", "乙", "丁", "戊")),  # the others have 36: all are taken together
        (44, (), ("甲", "乙", "丁", "丙", "戊", "己")),
        (45, (), ()),
        (0, (), ()),
    ],
)
def test_the_fewest_units_that_have_so_many(items, later, units):
    assert plans.fewest_units(COUNTS, items, later) == units
