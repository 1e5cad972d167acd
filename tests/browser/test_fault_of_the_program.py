"""A fault of the program itself: a short sentence on the screen, the traceback in the log, personal
numbers masked in it.
"""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
FAULT = """
import govsvc.board
def fail(self):
    raise RuntimeError("secret word, 13812345678")
govsvc.board.Board.months = fail
"""


def test_the_traceback_goes_to_the_log_and_not_on_the_screen(
    serve, page, tmp_path, monkeypatch, october_file
):
    (tmp_path / "sitecustomize.py").write_text(FAULT)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ROOT)]))
    database = tmp_path / "a.duckdb"
    page.goto(serve(shutil.copy(october_file, database), is_prepared=False))
    page.get_by_text("页面没能显示").wait_for()
    assert (
        "secret word" not in page.content()
        and "Traceback" not in page.content()
        and "board" not in page.locator("[data-testid='stApp']").inner_text()
    )
    text = (tmp_path / "a.log").read_text(encoding="utf-8")
    assert "Traceback" in text and "secret word, 138****5678" in text and "13812345678" not in text
