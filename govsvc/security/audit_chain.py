"""The chain of the 操作日志: each entry holds the hash of the one before, a head notes the last."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import NamedTuple

from govsvc.security.audit_kinds import BROKEN, KINDS

#: the hash before the first entry
START = "0" * 64


class Head(NamedTuple):
    """How many entries there are, and the hash of the last one."""

    number: int
    hash: str


EMPTY = Head(0, START)
#: what knows the end of the log as of the last commit, in words
DATA = "数据"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry of the log; `hash` is over all fields before it, in their order.

    `at`: as text, to the millisecond; `source`: address or 命令行; `kind`: a key of KINDS;
    `subject`: month, unit, file, account; `before`, `after`: the values, in words.
    """

    number: int
    at: str
    actor: str
    source: str
    kind: str
    subject: str
    before: str
    after: str
    previous: str
    hash: str

    @property
    def kind_name(self) -> str:
        return KINDS.get(self.kind, self.kind)

    @property
    def as_head(self) -> Head:
        return Head(self.number, self.hash)

    def expected_hash(self) -> str:
        fields = json.dumps(astuple(self)[:-1], ensure_ascii=False)
        return hashlib.sha256(fields.encode()).hexdigest()


def next_entry(last: Head, at: str, *fields: str) -> AuditEntry:
    """The entry that follows `last`; the keyword arguments are its fields actor, source, kind,
    subject, before and after.
    """
    actor, source, kind, subject, before, after = fields
    number, previous = last.number + 1, last.hash
    bare = AuditEntry(number, at, actor, source, kind, subject, before, after, previous, "")
    digest = bare.expected_hash()
    return AuditEntry(number, at, actor, source, kind, subject, before, after, previous, digest)


def faults(
    entries: Iterable[AuditEntry], head: Head | None, known: Mapping[str, Head]
) -> Iterator[str]:
    """The first place where the chain is not what was written, in a sentence.

    Where all links hold: how its end differs from the head file and from what is `known` of it
    elsewhere, and earlier faults that the log itself notes.
    """
    last, noticed = EMPTY, []
    hashes = {end.number: START for end in (head, *known.values()) if end}
    for entry in entries:
        broken_link = _broken_link(last, entry)
        if broken_link:
            yield broken_link
            return
        last = entry.as_head
        if entry.kind == BROKEN:
            noticed.append(f"操作日志第{entry.number}条记着：{entry.at[:16]}发现{entry.after}。")
        if entry.number in hashes:
            hashes[entry.number] = entry.hash
    fault = end_fault(head, known, last.number, lambda number: hashes[number])
    if fault:
        is_cut = head is not None and last.number < head.number
        yield fault + ("，末尾的被删去了。" if is_cut else "。")
    yield from noticed


def _broken_link(last: Head, entry: AuditEntry) -> str:
    """In what the entry does not follow the last one, in a sentence; "" where it does."""
    if entry.number <= last.number:
        return f"操作日志第{entry.number}条不止一条。"
    if entry.number != last.number + 1:
        return f"操作日志缺少第{last.number + 1}条至第{entry.number - 1}条。"
    if entry.previous != last.hash or entry.expected_hash() != entry.hash:
        return f"操作日志第{entry.number}条（{entry.at[:16]}）被改动过。"
    return ""


def end_fault(
    head: Head | None, known: Mapping[str, Head], count: int, hash_of: Callable[[int], str]
) -> str:
    """How a log of `count` entries differs from its head file and from what is known of it
    elsewhere, "" where it does not.

    One that is behind the log is no fault: a crash or another writer left it so. `known`: where →
    the end of the log as it was then; `hash_of`: the hash of the entry of that number.
    """
    if head is None and count:
        return "操作日志的核对文件缺失或已损坏"
    for where, end in {"": head, **known}.items():
        if end is not None and count < end.number:
            noted = f"{where}记着操作日志有" if where else "操作日志应有"
            return f"{noted}{end.number}条，只有{count}条"
        if end is not None and hash_of(end.number) != end.hash:
            return f"操作日志第{end.number}条与{where or '核对文件'}不一致"
    return ""
