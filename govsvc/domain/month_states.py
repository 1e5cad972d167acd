"""The states of a month of work: collected, reviewed, closed."""

COLLECTING, IN_REVIEW, CLOSED = "collecting", "in_review", "closed"
#: state → what it is called
MONTH_STATES = {COLLECTING: "采集中", IN_REVIEW: "待审核", CLOSED: "已定稿"}
