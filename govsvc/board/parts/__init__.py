"""The parts of a `Board`, one module each: the module is called as the board's attribute is."""

from govsvc.board.parts.cards import Cards
from govsvc.board.parts.chains import Chains
from govsvc.board.parts.feedback import Feedback
from govsvc.board.parts.lists import Lists
from govsvc.board.parts.measures import Measures
from govsvc.board.parts.movements import Movements
from govsvc.board.parts.questionnaires import Questionnaires
from govsvc.board.parts.rankings import Rankings
from govsvc.board.parts.ratings import Ratings
from govsvc.board.parts.representatives import Representatives
from govsvc.board.parts.rows import Rows
from govsvc.board.parts.rules import RulesByMonth
from govsvc.board.parts.scores import ScoreTables
from govsvc.board.parts.suspects import Suspects
from govsvc.board.parts.values import Values
from govsvc.board.parts.window_scores import WindowScores
from govsvc.board.parts.workflow import Workflow

__all__ = [
    "Cards",
    "Chains",
    "Feedback",
    "Lists",
    "Measures",
    "Movements",
    "Questionnaires",
    "Rankings",
    "Ratings",
    "Representatives",
    "Rows",
    "RulesByMonth",
    "ScoreTables",
    "Suspects",
    "Values",
    "WindowScores",
    "Workflow",
]
