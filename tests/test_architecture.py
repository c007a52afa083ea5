"""Who may import whom: the table of DESIGN, read from the source itself."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

STEP = {
    "core": 0,
    "model_registry": 1, "language": 1,
    "text_model": 2, "speech_model": 2, "fusion": 2, "recommend": 2, "questionnaire": 2, "feedback": 2, "documents": 2,
    "modalities": 3,
    "pipeline": 4,
    "ui": 5,
    "app_streamlit": 6, "run_predict": 6, "train_text": 6, "train_speech": 6, "smoke_tests": 6, "benchmarks": 6,
}  # fmt: skip
ONLY_ROOM = {"streamlit": {"ui", "app_streamlit", "smoke_tests", "benchmarks"}, "fastapi": {"api"}}


def _room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def _sources() -> list[Path]:
    roots = [p for name in STEP for p in (ROOT / name, ROOT / f"{name}.py") if p.exists()]
    return sorted(f for root in roots for f in ([root] if root.is_file() else root.rglob("*.py")))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0], node.lineno


@pytest.mark.parametrize("path", _sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_only_from_lower_steps(path: Path) -> None:
    room = _room(path)
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for name, line in _imports(path)
        if name in STEP and name != room and STEP[name] >= STEP[room]
    ]
    assert not wrong


@pytest.mark.parametrize("path", _sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_streamlit_stays_in_the_page(path: Path) -> None:
    wrong = [name for name, _ in _imports(path) if _room(path) not in ONLY_ROOM.get(name, {_room(path)})]
    assert not wrong


def test_every_room_has_a_step() -> None:
    rooms = {p.parent.name for p in ROOT.glob("*/__init__.py")} | {p.stem for p in ROOT.glob("*.py")}
    assert rooms - {"tests"} <= set(STEP)


def test_core_needs_nothing_but_the_standard_library() -> None:
    names = {name for path in (ROOT / "core").glob("*.py") for name, _ in _imports(path)}
    assert names - set(sys.stdlib_module_names) == {"core"}


def test_every_source_file_says_what_it_is_for() -> None:
    silent = [str(p.relative_to(ROOT)) for p in _sources() if not ast.get_docstring(ast.parse(p.read_text("utf8")))]
    assert not silent
