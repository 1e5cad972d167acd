"""材料: a paper of the month as it will be printed, what is still open in it, its versions and its
file.
"""

from pages._ui import frame, outcome
from pages._ui.papers import (
    look_form,
    open_points,
    paper_body,
    paper_check,
    paper_edit,
    paper_head,
    paper_versions,
    shown_paper,
)

board, month = frame.require_month()
kind = shown_paper.chosen_kind()
goes_out_as = shown_paper.chosen_version(kind)
shown = shown_paper.of_month(board, month, kind, goes_out_as)
outcome.show()
if shown is None:
    paper_head.is_draft(kind, month)
else:
    paper_head.show(shown)
    open_points.show(shown)
    paper_body.show(shown)
    paper_versions.show(shown)
    paper_edit.show(shown)
paper_check.show(board, month)
look_form.show()
