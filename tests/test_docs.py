"""What the README says is so: commands, tree, links, pictures."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf8")
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(ROOT.glob("docs/*.md")),
    *sorted(ROOT.glob("*_model/*.md")),
]


def _tree_lines() -> list[str]:
    blocks = re.findall(r"```\n(.*?)```", README, re.DOTALL)
    tree = next(block for block in blocks if "app_streamlit.py" in block and "core/" in block)
    return [line for line in tree.splitlines() if line and not line.startswith(" ")]


def test_the_tree_of_the_readme_is_the_tree() -> None:
    named = {name.rstrip("/") for line in _tree_lines() for name in re.split(r"\s{2,}", line)[0].split()}
    assert {name for name in named if not (ROOT / name).exists()} == set()
    rooms = {p.parent.name for p in ROOT.glob("*/__init__.py")} | {p.name for p in ROOT.glob("*.py")}
    assert rooms - {"conftest.py"} <= named


def test_every_make_command_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", README)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_can_be_read_in_one_sitting() -> None:
    assert len(README.splitlines()) < 150


def test_the_readme_says_what_attune_is_not_and_where_help_is() -> None:
    head = README[: README.index("## ")]
    assert "not a diagnosis" in head
    assert "988" in head


def test_scripts_of_the_readme_exist() -> None:
    assert [s for s in set(re.findall(r"python (\w+\.py)", README)) if not (ROOT / s).exists()] == []
