"""README and docs/ name only what is there, and the code cites only papers that are there."""

import re
from pathlib import Path

import pytest

from pages._ui.frame import CITY, PAGES

ROOT = Path(__file__).parents[2]
PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("", "govsvc", "pages", "pages/_ui", "govsvc/sheets", "govsvc/domain/indicators", "docs")
#: what stands for a name, or is made at the first start
NOT_YET = {"pages/NAME.py", "data/govsvc.duckdb"}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_a_paper_names_only_what_is_there(paper):
    text = paper.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert not [link for link in links if "://" not in link and not (paper.parent / link).exists()]
    if paper.name == "运维手册.md":  # its paths are those of the machine
        return
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    paths = set(re.findall(r"`([\w./-]*[a-z]/[\w./-]*|[\w-]+\.(?:py|sql|toml|md))`", prose))
    assert not [
        path
        for path in paths - NOT_YET
        if not any((ROOT / folder / path).exists() for folder in FOLDERS)
    ]


def test_the_code_cites_only_papers_that_are_there():
    code = [path for top in ("govsvc", "pages", "tests") for path in (ROOT / top).rglob("*.py")]
    cited = {
        name
        for path in [ROOT / "app.py", *code]
        for name in re.findall(r"\b(?:docs/)?[A-Z_]{3,}\.md\b", path.read_text(encoding="utf-8"))
    }
    assert not [
        name for name in cited if not (ROOT / name).exists() and not (ROOT / "docs" / name).exists()
    ]


def test_readme_is_short_and_has_every_page():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 110
    rows = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    overview, *others = PAGES
    titles = [title for _, title in (overview, CITY, *others)]
    assert titles == [title for row in rows if (title := row.removesuffix("（管理员）")) in titles]
