"""交办 on 一件事: member items at which chains break become entries of the 整改台账."""

from govsvc.board.chain_links import Links
from govsvc.workflow import rectification
from govsvc.workflow.rectification import CHAIN_SOURCE
from govsvc.workflow.rectification.ledger import NOT_ASSIGNED
from pages._ui import data
from pages._ui.rectification import assigning


def show(links: Links) -> None:
    """The form, for those who may assign, where a break is not assigned yet."""
    ledger = data.ledger()
    waiting = {
        f"{one.item}　{one.unit}　{one.reason}（{one.chain.name}）": one
        for one in links.breaks
        if one.unit and ledger.of_link(one) == NOT_ASSIGNED
    }
    assigning.form(
        "chains",
        waiting,
        usual=waiting,
        usual_text="全部断点",
        source=CHAIN_SOURCE,
        workdays=ledger.settings.workdays,
        entries=rectification.of_links,
        note="同一事项断了几个一件事的，只交办一次。",
    )
