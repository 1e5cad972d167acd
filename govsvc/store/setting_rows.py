"""Rows that a write adds to the tables of operations, settings and remembered choices."""

from govsvc.domain.mappings import Choices
from govsvc.store.engine import Transaction
from govsvc.store.values import Act


def record(transaction: Transaction, act: Act) -> None:
    """Notes who writes, when and what."""
    transaction.rows(
        "insert_operation",
        what=act.what,
        who=act.who,
        done_at=act.when,
        month=act.month,
        reason=act.reason,
        undone=act.undone,
    )


def write_setting(transaction: Transaction, key: str, value: str) -> None:
    """Writes a setting over its present value."""
    transaction.rows("delete_setting", key=key)
    transaction.rows("insert_setting", key=key, value=value)


def remember(transaction: Transaction, choices: Choices) -> None:
    """Keeps what was chosen for headers and values, or forgets it where the choice says so."""
    for fingerprint, choice in choices.headers.items():
        transaction.rows("delete_header_choice", fingerprint=fingerprint)
        if not choice.is_guess:
            columns = [-1 if column is None else column for column in choice.columns.values()]
            transaction.rows(
                "insert_header_choice",
                fingerprint=fingerprint,
                kind=choice.kind,
                header_rows=choice.rows,
                names=list(choice.columns),
                places=columns,
            )
    for (field, header), words in choices.values.items():
        for cell, word in words.items():
            key = {"field": field, "header": header, "cell": cell}
            transaction.rows("delete_value_choice", **key)
            if word:
                transaction.rows("insert_value_choice", **key, word=word)
