"""The same pipeline from the command line: one item, or JSON lines in and JSON lines out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from core.errors import InputError
from core.types import Failure, Item, Report
from modalities import MODALITIES
from pipeline import Pipeline

ALL_READ, SOME_FAILED, BAD_USAGE = 0, 1, 2


def arguments() -> argparse.ArgumentParser:
    """The command line; each modality that reads text or a file has an option of its own."""
    parser = argparse.ArgumentParser(
        prog="run_predict.py",
        description=__doc__,
        epilog="Exit status: 0 all items were read, 1 some could not be, 2 bad usage. Attune is not a diagnosis.",
    )
    parser.add_argument("--input", metavar="FILE", help='JSON lines: {"id", "text"?, "audio"?, ...} each; - is stdin')
    parser.add_argument("--output", metavar="FILE", default="-", help="where the JSON lines go; default: stdout")
    for modality in MODALITIES:
        if modality.kind != "form":
            parser.add_argument(f"--{modality.input_key}", help=f"read this one item ({modality.title.lower()})")
        if modality.variants:
            choices = ", ".join(modality.variants)
            parser.add_argument(f"--{modality.name}-model", choices=modality.variants, help=f"one of {choices}")
    parser.add_argument("--voice-baseline", metavar="FILE", nargs="+", help="with --audio: the same voice, calm")
    parser.add_argument("--explain", action="store_true", help="with --input: also say which words mattered (slower)")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = arguments()
    options = parser.parse_args(argv)
    keys = [m.input_key for m in MODALITIES if m.kind != "form"]
    single = {key: value for key in keys if (value := getattr(options, key)) is not None}
    if bool(single) == bool(options.input):
        parser.error("give either --input FILE, or one item with " + ", ".join(f"--{key}" for key in keys))
    if options.voice_baseline and options.audio is None:
        parser.error('--voice-baseline goes with --audio; in --input each item has a "voice_baseline" of its own')
    variants = {m.name: v for m in MODALITIES if m.variants and (v := getattr(options, f"{m.name}_model"))}
    try:
        pipeline = Pipeline(variants=variants)
        if single:
            return _one(pipeline, single, options)
        return _lines(pipeline, options)
    except (OSError, InputError) as error:
        print(f"run_predict.py: {error}", file=sys.stderr)
        return BAD_USAGE


def _one(pipeline: Pipeline, inputs: dict[str, Any], options: argparse.Namespace) -> int:
    if options.voice_baseline:
        inputs["voice_baseline"] = options.voice_baseline
    result = pipeline.analyse(Item("1", inputs))
    with ExitStack() as stack:
        _write(_open_output(options.output, stack), result, indent=1)
    return SOME_FAILED if isinstance(result, Failure) else ALL_READ


def _lines(pipeline: Pipeline, options: argparse.Namespace) -> int:
    failed = False
    with ExitStack() as stack:
        source = _open_input(options.input, stack)
        target = _open_output(options.output, stack)
        for result in pipeline.analyse_many(read_items(source), explain=options.explain):
            _write(target, result)
            failed = failed or isinstance(result, Failure)
    return SOME_FAILED if failed else ALL_READ


def read_items(lines: TextIO) -> Iterator[Item | Failure]:
    """The items of a JSON-lines file; a line that is no JSON object is a Failure that names the line."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _item(number, line)


def _item(number: int, line: str) -> Item | Failure:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Failure(str(number), "InputError", f"Line {number} is not JSON: {error.args[0].split(':')[0]}.")
    if not isinstance(raw, dict):
        return Failure(
            str(number), "InputError", f'Line {number} is not an object such as {{"id": "1", "text": "..."}}.'
        )
    own = raw.get("id")
    return Item(str(number if own is None else own), raw)


def _open_input(name: str, stack: ExitStack) -> TextIO:
    if name == "-":
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
        return sys.stdin
    return stack.enter_context(Path(name).open(encoding="utf-8-sig", errors="replace"))


def _open_output(name: str, stack: ExitStack) -> TextIO:
    return sys.stdout if name == "-" else stack.enter_context(Path(name).open("w", encoding="utf8"))


def _write(target: TextIO, result: Report | Failure, indent: int | None = None) -> None:
    line = json.dumps(result.to_json(), ensure_ascii=False, indent=indent)
    # Half an emoji, such as a cut "id" may end with, has no UTF-8 form. It stays the JSON escape that it came as.
    print(line.encode("utf8", "backslashreplace").decode("utf8"), file=target)


if __name__ == "__main__":
    sys.exit(main())
