"""What is being done is shown once it takes longer than a second, and goes again."""

import threading

import pytest
import streamlit as st

from pages._ui import progress
from pages._ui.progress import Doing


@pytest.fixture
def drawn(monkeypatch) -> list:
    """What is drawn, and a timer that fires when it is told to."""
    found: list = []

    class Place:
        def progress(self, part, text):
            found.append((part, text))

        def empty(self):
            found.append("gone")

    class Timer(threading.Thread):
        def __init__(self, seconds, show):
            super().__init__()
            found.append(self)
            self.fire = show

        def start(self):
            pass

        def cancel(self):
            pass

    monkeypatch.setattr(st, "empty", Place)
    monkeypatch.setattr(progress.threading, "Timer", Timer)
    return found


def test_quick_work_shows_nothing(drawn):
    with Doing("正在读取") as doing:
        doing.reading("甲", 1, 2)
    drawn[0].fire()
    assert len(drawn) == 1


def test_slow_work_says_what_is_being_done(drawn):
    with Doing("正在读取") as doing:
        doing.reading("甲", 1, 4)
        drawn[0].fire()
        doing.reading("乙", 2, 4)
    assert drawn[1:] == [
        (0.0, "正在读取第1个文件，共4个：甲…"),
        (0.25, "正在读取第2个文件，共4个：乙…"),
        "gone",
    ]


def test_of_one_file_the_work_is_said(drawn):
    with Doing("正在读取表格") as doing:
        doing.reading("甲", 1, 1)
        drawn[0].fire()
    assert drawn[1:] == [(0.0, "正在读取表格…"), "gone"]
