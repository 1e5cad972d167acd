"""requirements.lock: everything pinned with hashes, and what requirements.txt names is in it."""

import re
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKED = {
    name.lower().replace("_", "-"): (version, rest)
    for name, version, rest in re.findall(
        r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)(.*?)(?=^[A-Za-z]|\Z)",
        (ROOT / "requirements.lock").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
}
NAMED = dict(
    re.findall(
        r"^([A-Za-z0-9_.-]+)==(\S+)",
        (ROOT / "requirements.txt").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)


def test_everything_is_locked_with_hashes():
    assert len(LOCKED) > 35 and all("--hash=sha256:" in rest for _, rest in LOCKED.values())
    assert NAMED and all(LOCKED[name.lower()][0] == version for name, version in NAMED.items())


def test_what_the_locked_packages_need_is_locked_too():
    """Also what only Windows needs: an offline bundle for it is made elsewhere."""
    missing = set()
    for name in LOCKED:
        if name == "colorama":
            continue
        for need in distribution(name).requires or []:
            word, _, marker = need.partition(";")
            if "extra" not in marker and "python_version <" not in marker.replace(
                "python_full_version", "python_version"
            ):
                wanted = re.match(r"[A-Za-z0-9_.-]+", word).group().lower().replace("_", "-")
                if wanted not in LOCKED and not re.search(
                    r"emscripten|implementation_name|PyPy", marker
                ):
                    missing.add((name, need))
    assert not missing
