"""What is checked of every model alike: its digests, and recorded answers that today's machine must give too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from core.modality import Modality
from core.settings import ROOT
from core.types import Item, Prediction, Report
from modalities import MODALITIES
from model_registry import Artifact
from pipeline import Pipeline
from smoke_tests.check import Check, expect

EXPECTED = Path(__file__).parent / "expected.json"
TOLERANCE = 0.08  # of a distress in [0, 1]: int8 kernels differ between processors


@cache
def shared_pipeline() -> Pipeline:
    """One pipeline with the models that ship, for all checks of this process."""
    return Pipeline()


def checks_of(name: str) -> list[Check]:
    """The digests and the recorded answers of the modality `name`."""
    modality = next(m for m in MODALITIES if m.name == name)
    recorded = [case for case in cases() if modality.input_key in case["inputs"]]
    return [Check(f"{name}: weights and digests", lambda: _digests(modality))] + [
        Check(f"{name}: {case['name']}", lambda case=case: _recorded_answer(modality, case)) for case in recorded
    ]


def cases() -> list[dict[str, Any]]:
    """The recorded cases: a name, inputs, and for each modality the label and distress to expect."""
    return list(json.loads(EXPECTED.read_text(encoding="utf8"))["cases"])


def report_of(inputs: Mapping[str, Any]) -> Report:
    """The report of inputs whose audio, where there is any, is a path in the project."""
    placed = {k: str(ROOT / v) if k == "audio" else v for k, v in inputs.items()}
    report = shared_pipeline().analyse(Item("smoke", placed))
    expect(isinstance(report, Report), f"no report: {getattr(report, 'message', '')}")
    return report


def _digests(modality: Modality) -> str:
    artifact = Artifact.open(modality.shipped, modality.train_command)
    size = sum(artifact.path(name).stat().st_size for name in artifact.manifest.files)
    return f"{len(artifact.manifest.files)} files, {size / 1e6:.1f} MB, version {artifact.manifest.version}"


def _recorded_answer(modality: Modality, case: Mapping[str, Any]) -> str:
    prediction: Prediction = report_of(case["inputs"]).predictions[modality.name]
    wanted = case["expect"][modality.name]
    expect(prediction.label == wanted["label"], f"expected {wanted['label']}, got {prediction.label}")
    gap = abs(prediction.distress - wanted["distress"])
    expect(gap <= TOLERANCE, f"expected distress {wanted['distress']:.2f}, got {prediction.distress:.2f}")
    return f"{prediction.label}, distress {prediction.distress:.2f}"
