"""A published speech model opened for use: ONNX sessions, scaling and calibration, nothing heavy."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from core.errors import ArtifactRefused, InputError, ModelNotAvailable
from core.settings import Settings
from model_registry import Artifact
from speech_model import MODALITY
from speech_model.baseline import Person
from speech_model.calibrate import Distress, Matrix, per_label, softmax, tempered
from speech_model.doubt import right_of_100
from speech_model.features import names
from speech_model.inputs import Scaling
from speech_model.mean_mfcc import mean_mfcc
from speech_model.picture import LENGTH, ROWS
from speech_model.spectrum import Array
from speech_model.windows import Window

ALONE, WITH_BASELINE = "alone", "baseline"
AVERAGE = "average"
SCALING = "scaling.npz"
_ABOUT_ONE = 1e-3


@dataclass(frozen=True)
class Calibration:
    """What was fitted on held-out speakers, for one variant, with or without a baseline."""

    temperature: float
    distress: Distress
    reliability: float

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Calibration:
        """From the manifest."""
        return cls(facts["temperature"], Distress(**facts["distress"]), facts["reliability"])


class SpeechModels:
    """The networks of one model folder. `variant` picks one of them or their average."""

    def __init__(self, folder: Path, variant: str | None) -> None:
        self.artifact = Artifact.open(folder, MODALITY.train_command)
        self.facts = self.artifact.manifest.facts
        self.labels: tuple[str, ...] = tuple(self.facts["labels"])
        self.variant = variant or self.facts["default"]
        if self.variant not in self.facts["members"]:
            known = ", ".join(self.facts["members"])
            raise InputError(f"The speech model has no variant {self.variant!r}; it has {known}.")
        if self.facts["statistics"] != len(names()):
            raise ArtifactRefused(
                f"This model reads {self.facts['statistics']} statistics of a voice and this version of Attune "
                f"measures {len(names())}. Train it again with: {MODALITY.train_command}"
            )
        self.members: Mapping[str, float] = self.facts["members"][self.variant]
        # Most models that a person brought along have no scaling, and so no cues and no notion of what is usual.
        has_scaling = SCALING in self.artifact.manifest.files
        self.scaling = Scaling.load(self.artifact.path(SCALING)) if has_scaling else None
        # A model that never heard a baseline in training would answer one with weights that nothing taught.
        self.uses_baseline: bool = self.facts.get("learned_with_baseline", True)
        self._sessions = {name: self._session(name) for name in self.members}

    def _session(self, name: str) -> Any:
        if f"{name}.joblib" in self.artifact.manifest.files:
            # Heavy, and only for a person's own model that could not become ONNX.
            path = self.artifact.path(f"{name}.joblib")
            try:
                return importlib.import_module("speech_model.pickled").open_pickle(path)
            except ModuleNotFoundError as missing:
                raise ModelNotAvailable(
                    f"This voice model needs the package {missing.name!r}, which is not installed. "
                    "Install the full set with: pip install -r requirements.txt -c constraints.txt"
                ) from missing
        return self._open(f"{name}.onnx")

    def _open(self, name: str) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = Settings.from_environment().threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The arena keeps its largest size for ever; long recordings should not.
        options.enable_cpu_mem_arena = False
        return onnxruntime.InferenceSession(self.artifact.path(name), options, providers=["CPUExecutionProvider"])

    @cached_property
    def distress_per_label(self) -> Matrix:
        """Distress that each label stands for, in order."""
        return per_label(self.labels, MODALITY.distress_of)

    @cached_property
    def right_of_100(self) -> dict[str, int]:
        """How often this variant was right on the test speakers, as `doubt.right_of_100` has it."""
        return right_of_100(self.artifact.manifest.metrics.get("test", {}).get(self.variant, {}))

    def calibration(self, mode: str) -> Calibration:
        """For ALONE or WITH_BASELINE."""
        return Calibration.from_facts(self.facts["calibration"][self.variant][mode])

    def probabilities(self, heard: Sequence[Window], vectors: Array, person: Person | None) -> Matrix:
        """Calibrated probabilities of windows whose statistics are `vectors`, shape (rows, labels)."""
        mode = ALONE if person is None else WITH_BASELINE
        calibration = self.facts["calibration"]
        total = np.zeros((len(vectors), len(self.labels)))
        for name, weight in self.members.items():
            session = self._sessions[name]
            given = self._given(name, heard, vectors, person)
            found = session.run(None, dict(zip((i.name for i in session.get_inputs()), given, strict=True)))[-1]
            total += weight * tempered(as_probabilities(found), calibration[name][mode]["temperature"])
        mixed = total / sum(self.members.values())
        return tempered(mixed, calibration[self.variant][mode]["temperature"]) if len(self.members) > 1 else mixed

    def _given(self, name: str, heard: Sequence[Window], vectors: Array, person: Person | None) -> list[Array]:
        reads = self.facts["own"]["reads"] if name == "own" else name
        if reads.startswith("mean-mfcc"):
            rows = np.stack([mean_mfcc(w.samples, int(reads.rpartition("-")[2])) for w in heard])
        elif reads == "statistics" or self.scaling is None:
            rows = vectors
        elif person is None:
            rows = self.scaling.design(vectors, None)
        else:
            rows = self.scaling.design(vectors, person.calm.as_mean(), person.earlier.as_mean())
        if name == "own" and self.facts["own"]["rank"] == 2:
            # Models that were imported before (1, numbers) was taken say nothing of the axis.
            rows = np.expand_dims(rows, self.facts["own"].get("axis", 2))
        return [stacked([w.picture for w in heard]), rows] if reads in ("keras", "picture") else [rows]


def as_probabilities(found: Matrix) -> Matrix:
    """What a network answered, whether it ends in a softmax or in logits."""
    found = np.asarray(found, np.float64)
    adds_up = found.min() >= 0 and np.abs(found.sum(1) - 1).max() < _ABOUT_ONE
    return found if adds_up else softmax(found)


def stacked(pictures: list[Array]) -> Array:
    """Pictures padded with zeros to the longest of them, shape (rows, frames, ROWS)."""
    longest = min(LENGTH, -(-max(32, *(len(p) for p in pictures)) // 16) * 16)
    out = np.zeros((len(pictures), longest, ROWS), np.float32)
    for row, seen in zip(out, pictures, strict=True):
        row[: min(len(seen), longest)] = seen[:longest]
    return out
