"""Facts for a bug report: machine, library versions, each model's version, labels, digests, load time and memory."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import re
import time

import psutil

from core.errors import AttuneError
from core.modality import Modality
from core.settings import ROOT, Settings
from modalities import MODALITIES
from model_registry import current


def diagnose() -> str:
    """The whole text; it holds nothing that a person wrote or said."""
    lines = [
        f"Python {platform.python_version()} on {platform.platform()}, {Settings.from_environment().threads} threads"
    ]
    lines += [f"  {name} {version}" for name, version in _versions().items()]
    for modality in MODALITIES:
        lines += ["", f"{modality.name}:", *(f"  {line}" for line in _model(modality))]
    return "\n".join(lines)


def _versions() -> dict[str, str]:
    wanted = re.findall(r"^([A-Za-z][\w.-]*)", (ROOT / "requirements-serve.txt").read_text("utf8"), re.MULTILINE)
    found = {}
    for name in wanted:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "NOT INSTALLED"
    return found


def _model(modality: Modality) -> list[str]:
    process, began = psutil.Process(), time.perf_counter()
    before = process.memory_info().rss
    try:
        predictor = modality.load(current(modality))
    except AttuneError as error:
        return [f"{type(error).__name__}: {error}"]
    spent_s, grown = time.perf_counter() - began, process.memory_info().rss - before
    facts = json.dumps(predictor.describe(), indent=1, ensure_ascii=False, default=str)
    return [f"opened in {spent_s:.2f} s, {grown / 1e6:.0f} MB", *facts.splitlines()]
