"""交办单, 提醒函 and 督办单 to units: made of chosen entries, looked at, registered, downloaded."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from govsvc.documents import letters as papers
from govsvc.domain.deadlines import day_text
from govsvc.domain.rectification import Letter, LetterKind, Light, Standing
from govsvc.exports import export
from govsvc.security import Right
from govsvc.workflow import rectification
from govsvc.workflow.rectification import Ledger
from pages._ui import data, downloads, outcome, permissions, ui

_FORM, _SENT = "letters_form", "letters_sent"
_KIND, _SCOPE, _ANSWER = "letter_kind", "letter_scope", "letter_answer"
_CHOSEN, _OVERDUE, _SHOWN = "选中的", "逾期的", "表中的"
#: letters that the table shows
_MOST_SHOWN = 30
_MIME = {".docx": None, ".xlsx": downloads.XLSX}


def show(ledger: Ledger, chosen: Sequence[Standing], shown: Sequence[Standing]) -> None:
    """The form for those who may send letters. `chosen`: of the entries that are `shown`."""
    if not data.actor().may(Right.UPLOAD_ALL):
        return
    # tracked, so that it stays open when a message comes or goes above it
    with st.expander(
        "交办单、提醒函、督办单", icon=":material/outgoing_mail:", key=_FORM, on_change="rerun"
    ) as form:
        if not form.open:
            return
        scopes = _scopes(ledger, chosen, shown)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            kind = LetterKind(_one("函件", list(LetterKind), _KIND, lambda kind: kind.word))
            scope = _one("哪些事项", list(scopes), _SCOPE, lambda it: f"{it}{len(scopes[it])}项")
            answer = _answer_day(ledger) if kind != LetterKind.ASSIGNMENT else None
        _letters(ledger, kind, scopes[scope], answer)


def _scopes(
    ledger: Ledger, chosen: Sequence[Standing], shown: Sequence[Standing]
) -> dict[str, Sequence[Standing]]:
    """What letters may be made of; the first is what is proposed."""
    overdue = [one for one in shown if ledger.clock.light(one) == Light.RED]
    scopes = {_CHOSEN: chosen, _OVERDUE: overdue, _SHOWN: shown}
    return {name: those for name, those in scopes.items() if those} or {_SHOWN: []}


def _one(label: str, options: Sequence[str], key: str, shown: Callable[[Any], str]) -> str:
    """One of the options; the first where the one before is not among them."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    return str(st.segmented_control(label, options, required=True, format_func=shown, key=key))


def _answer_day(ledger: Ledger) -> date:
    settings, clock = ledger.settings, ledger.clock
    proposed = rectification.answer_day(clock.calendar, clock.day, settings)
    return st.date_input(
        f"书面反馈截止（默认{settings.reply_days}个工作日）",
        proposed,
        min_value=clock.day,
        key=_ANSWER,
        format="YYYY-MM-DD",
        width=220,
    )


def _letters(
    ledger: Ledger, kind: LetterKind, standings: Sequence[Standing], answer: date | None
) -> None:
    """The letters as they would be, and the two things to do with them."""
    leads = {unit.name: unit.leader or "" for unit in data.reading().settings.roster().units}
    letters = rectification.drafts(ledger, kind, standings, leads, answer)
    able = rectification.able(kind, standings)
    if left := len(standings) - len(able):
        st.markdown(f":gray[已销号、作废或正在复核的{left}项不列入{kind.word}。]")
    if not letters:
        st.markdown(f":gray[没有可列入{kind.word}的事项。]")
        return
    _table(ledger, letters)
    if lacking := rectification.gaps(letters):
        st.markdown(f":orange[函件中留空：{ui.text('、'.join(lacking))}。]")
    has_office = bool(ledger.settings.office)
    seen = rectification.seen_of(able)
    with st.container(horizontal=True, gap="small"):
        _download(f"预览{len(letters)}份（不编号、不登记）", letters, ".docx", "letter_preview")
        st.button(
            f"编号并登记{len(letters)}份",
            type="primary",
            key="send_letters",
            disabled=not has_office,
            on_click=outcome.noted,
            args=(lambda: _send(letters, seen),),
        )
    if not has_office:
        st.markdown(":gray[先由管理员在“整改设置”里填写署名单位，才能编号登记。]")


def _table(ledger: Ledger, letters: Sequence[Letter]) -> None:
    way = "一事一单" if ledger.settings.per_matter else "一单位一单"
    is_reminder = letters[0].kind == LetterKind.REMINDER
    st.markdown(f":gray[{'一单位一函' if is_reminder else way}，共{len(letters)}份：]")
    ui.table(
        "letters",
        ["单位", "事项", "其中逾期", "最早时限"],
        [
            [
                ui.text(letter.unit),
                len(letter.matters),
                sum(matter.is_overdue for matter in letter.matters),
                str(min((x.deadline for x in letter.matters if x.deadline), default="—")),
            ]
            for letter in letters[:_MOST_SHOWN]
        ],
        numbers=["事项", "其中逾期"],
    )
    if len(letters) > _MOST_SHOWN:
        st.markdown(f":gray[另有{len(letters) - _MOST_SHOWN}份没有列出。]")


def _send(letters: Sequence[Letter], seen: dict[int, int]) -> str:
    """Registers the letters; gives the sentence that says so. Raises GovsvcError."""
    sent = data.store().letter_writes.send(letters, seen, permissions.act())
    st.session_state[_SENT] = True  # where they are downloaded
    numbers = dict.fromkeys((sent[0].letter.number, sent[-1].letter.number))
    return (
        f"{sent[0].letter.kind.word}{len(sent)}份已登记（{'至'.join(numbers)}），"
        "在下面“已发函件”里下载。"
    )


def sent() -> None:
    """The letters that were registered; those that are chosen, or the last day's, to download."""
    letters = data.reading().rectification.letters()
    if not letters:
        return
    label = f"已发函件（{len(letters)}份）"
    with st.expander(label, icon=":material/drafts:", key=_SENT, on_change="rerun") as form:
        if not form.open:
            return
        ui.table(
            "sent_letters",
            ["编号", "函件", "单位", "事项", "日期", "反馈截止", "经办"],
            [
                [
                    ui.text(one.letter.number),
                    one.letter.kind.word,
                    ui.text(one.letter.unit),
                    len(one.letter.matters),
                    f"{one.letter.day}",
                    f"{one.letter.reply_by}" if one.letter.reply_by else None,
                    ui.text(one.who),
                ]
                for one in letters[:_MOST_SHOWN]
            ],
            numbers=["事项"],
        )
        last = letters[0].letter.day
        of_last = [one.letter for one in letters if one.letter.day == last]
        by_id = {one.id: one.letter for one in letters}
        chosen = st.multiselect(
            f"下载哪几份（不选就是{day_text(last)}的{len(of_last)}份）",
            list(by_id),
            key="sent_letters_chosen",
            format_func=lambda id: f"{by_id[id].number}　{by_id[id].unit}",
            placeholder=f"{day_text(last)}的{len(of_last)}份",
        )
        wanted = [by_id[id] for id in chosen] or of_last
        with st.container(horizontal=True, gap="small"):
            for ending, name in papers.FORMATS.items():
                _download(f"下载{len(wanted)}份（{name}）", wanted, ending, f"letters{ending}")


def _download(label: str, letters: Sequence[Letter], ending: str, key: str) -> None:
    """A button that gives one letter as it is, or several in an archive."""
    letters, now, spacing = list(letters), data.now(), data.ledger().settings.spacing
    letterhead = data.reading().papers.letterhead()
    base = letterhead.content if letterhead else None
    first = letters[0]
    numbers = "、".join(letter.number for letter in letters if letter.serial) or "预览"
    if len(letters) == 1:
        downloads.button(
            label,
            papers.file_name(first, ending),
            lambda: (
                papers.file(first, ending, spacing, now, base),
                f"{first.kind.word}：{numbers}",
            ),
            key,
            mime=_MIME[ending],
        )
        return
    downloads.button(
        label,
        export.file_name("整改函件", f"{len(letters)}份", f"{now:%Y%m%d}", suffix=".zip"),
        lambda: (papers.package(letters, [ending], spacing, now, base), numbers[:200]),
        key,
        mime=downloads.ZIP,
    )
