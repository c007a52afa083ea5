"""Every string that a person can see, with its place: from YAML catalogs and from the code of every room."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
# Not part of what a person reads on the page or in a result. A new room is read unless it is named here.
OTHER_ROOMS = {"tests", "benchmarks", "smoke_tests", "docs", "runs", "artifacts", "static", "shared", "build", "dist"}
# Training speaks to developers; phrases of the crisis rule are what people write, not what we say to them.
OTHER_FILES = re.compile(
    r"train|corpora|dataset|(?<!meta)data\.py|augment|batches|network|encoder|evaluat|export|card\b|benchmark|"
    r"crisis_rule/[\w/]+\.yaml|text_model/sentences/\w+\.yaml|feelings\.yaml|__main__"
)
# The wording of PHQ-9 and GAD-7 is theirs and must not be changed.
STANDARD_WORDING = {"credit", "stem", "options", "items", "questions", "difficulty"}
NOT_WORDS = {
    "id",
    "kind",
    "source",
    "url",
    "evidence",
    "levels",
    "states",
    "feelings",
    "situations",
    "signals",
    "not_for",
}
NOT_WORDS |= {"read_in", "web", "chat", "phone", "text_word", "fallback", "code", "languages", "country", "page_date"}
NOT_WORDS |= {"label", "labels", "font", "colour", "color", "whatsapp", "name", "checked"}
OUR_ERRORS = {"InputError", "AttuneError", "ModelNotAvailable", "ArtifactRefused"}
SILENT_CALLS = {
    "getLogger",
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "critical",
    "add_argument",
    "ArgumentParser",
}
SILENT_CALLS |= {
    "compile",
    "field",
    "import_module",
    "getattr",
    "startswith",
    "endswith",
    "strftime",
    "open",
    "execute",
}


@dataclass(frozen=True)
class Message:
    """One thing that a person reads. `level` is the risk level that it belongs to, if it belongs to one."""

    file: str
    line: int
    text: str
    level: str | None = None
    english: bool = True

    @property
    def room(self) -> str:
        """The top-level folder or file that it comes from."""
        return self.file.split("/", maxsplit=1)[0]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text[:160]!r}"


def messages() -> list[Message]:
    """Every message of the project, in the order of files."""
    return [
        message for path in _files() for message in (_from_yaml(path) if path.suffix == ".yaml" else _from_code(path))
    ]


def _files() -> Iterator[Path]:
    rooms = [p for p in sorted(ROOT.iterdir()) if not p.name.startswith(".") and p.name not in OTHER_ROOMS]
    for room in rooms:
        inside = sorted(room.rglob("*")) if room.is_dir() else [room]
        for path in inside:
            if path.suffix in (".py", ".yaml") and not OTHER_FILES.search(path.relative_to(ROOT).as_posix()):
                yield path


def _from_yaml(path: Path) -> Iterator[Message]:
    name = path.relative_to(ROOT).as_posix()
    english = not re.search(r"(?:^|[/_.])(?!en)[a-z]{2}\.yaml$", name)
    root = yaml.compose(path.read_text(encoding="utf8"), Loader=yaml.SafeLoader)
    yield from _leaves(root, name, english, None) if root else ()


def _leaves(node: yaml.Node, file: str, english: bool, level: str | None) -> Iterator[Message]:
    if isinstance(node, yaml.ScalarNode):
        if node.tag.endswith(":str") and " " in node.value.strip():
            yield Message(file, node.start_mark.line + 1, node.value, level, english)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _leaves(one, file, english, level)
    elif isinstance(node, yaml.MappingNode):
        yield from _entry(node, file, english, level)


def _entry(node: yaml.MappingNode, file: str, english: bool, level: str | None) -> Iterator[Message]:
    """An entry with a text of its own is one message: a person reads title, text and steps together."""
    parts = {key.value: value for key, value in node.value if key.value not in NOT_WORDS | STANDARD_WORDING}
    if {"title", "text"} <= set(parts):
        texts = [leaf.text for value in parts.values() for leaf in _leaves(value, file, english, None)]
        found = "high" if file.endswith("replies.yaml") else level
        yield Message(file, node.start_mark.line + 1, "\n".join(texts), found, english)
        return
    for key, value in parts.items():
        own = key if key in ("low", "moderate", "high") else level
        yield from _leaves(value, file, english and key != "es", own)


def _from_code(path: Path) -> Iterator[Message]:
    name = path.relative_to(ROOT).as_posix()
    tree = ast.parse(path.read_text(encoding="utf8"))
    silent = set(_silent(tree))
    levels = {
        id(v): k.value for k, v in _pairs(tree) if isinstance(k, ast.Constant) and k.value in ("moderate", "high")
    }
    for node in ast.walk(tree):
        if id(node) not in silent and (text := _text_of(node)) and _is_prose(text, name):
            silent.update(id(part) for part in ast.walk(node))
            sentence = text.rstrip().endswith((".", "?"))
            yield Message(name, node.lineno, text, levels.get(id(node)) if sentence else None)


def _pairs(tree: ast.AST) -> Iterator[tuple[ast.expr | None, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from zip(node.keys, node.values, strict=True)


def _silent(tree: ast.AST) -> Iterator[int]:
    """Docstrings, logs, command-line help and errors that only a developer can cause."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if ast.get_docstring(node, clean=False) is not None:
                yield id(node.body[0].value)  # type: ignore[attr-defined]
        elif _is_for_developers(node):
            yield from _all(node)


def _is_for_developers(node: ast.AST) -> bool:
    if isinstance(node, ast.Raise):
        return _called(node.exc) not in OUR_ERRORS
    return isinstance(node, ast.Call) and _called(node) in SILENT_CALLS


def _all(node: ast.AST) -> Iterable[int]:
    return [id(part) for part in ast.walk(node)]


def _called(node: ast.AST | None) -> str:
    if isinstance(node, ast.Call):
        return _called(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _text_of(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [str(v.value) if isinstance(v, ast.Constant) else "it" for v in node.values]
        return "".join(parts)
    return None


def _is_prose(text: str, file: str) -> bool:
    """Words for people, not CSS, HTML, SQL, patterns, formats or names."""
    plain = text.strip()
    if re.search(r"[{}<>\\^$|]|::|--|://\S+$|^\W|;\s*$", plain) or plain.isupper() or "SELECT" in plain:
        return False
    shown = file.startswith("ui/")
    sentence = plain[:1].isupper() and plain.endswith((".", "?", "…", ":"))
    return bool(re.search(r"[a-z]{2,} [a-z]", plain)) and (sentence or (shown and plain[:1].isupper()))
