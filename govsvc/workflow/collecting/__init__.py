"""The clerk's month: opened from the one before (底册), chased unit by unit (报送进度), closed
(定稿); and its drafts (第N稿).
"""

from govsvc.workflow.collecting.month_drafts import Draft, drafts, target_drafts
from govsvc.workflow.collecting.month_editions import as_published, editions, published_version
from govsvc.workflow.collecting.month_moves import move_month, next_month, open_month, opened_from
from govsvc.workflow.collecting.unit_progress import (
    STATE_NAMES,
    WAITING,
    Progress,
    UnitProgress,
    open_points,
    progress,
    reminder,
    unit_of,
)
from govsvc.workflow.collecting.unit_reports import (
    on_return,
    report_all_unchanged,
    report_no_change,
    send_back,
)

__all__ = [
    "STATE_NAMES",
    "WAITING",
    "Draft",
    "Progress",
    "UnitProgress",
    "as_published",
    "drafts",
    "editions",
    "move_month",
    "next_month",
    "on_return",
    "open_month",
    "open_points",
    "opened_from",
    "progress",
    "published_version",
    "reminder",
    "report_all_unchanged",
    "report_no_change",
    "send_back",
    "target_drafts",
    "unit_of",
]
