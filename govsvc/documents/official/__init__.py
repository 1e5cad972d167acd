"""Word papers in the layout of official documents (GB/T 9704—2012).

`Paper` is what letters, summaries and bulletins are written with; `measures` has the numbers of the
standard. Fonts are named, none is shipped.
"""

from govsvc.documents.official.paper import Attachment, Paper
from govsvc.documents.official.tables import Cell, Column

__all__ = ["Attachment", "Cell", "Column", "Paper"]
