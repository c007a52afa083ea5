"""A published speech model opened for use: ONNX sessions, scaling and calibration, nothing heavy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from core.errors import ArtifactRefused, InputError
from core.settings import Settings
from model_registry import Artifact
from speech_model import MODALITY
from speech_model.calibrate import Distress, Matrix, per_label, tempered
from speech_model.features import names
from speech_model.inputs import Scaling
from speech_model.picture import LENGTH, ROWS
from speech_model.spectrum import Array

ALONE, WITH_BASELINE = "alone", "baseline"


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
        self.scaling = Scaling.load(self.artifact.path("scaling.npz"))
        self._sessions = {name: self._open(f"{name}.onnx") for name in self.members}

    def _open(self, name: str) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = Settings.from_environment().threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The arena keeps its largest size for ever; long recordings should not.
        options.enable_cpu_mem_arena = False
        return onnxruntime.InferenceSession(self.artifact.path(name), options, providers=["CPUExecutionProvider"])

    @property
    def needs_pictures(self) -> bool:
        """Does the variant read log-mel pictures?"""
        return "keras" in self._sessions

    @cached_property
    def distress_per_label(self) -> Matrix:
        """Distress that each label stands for, in order."""
        return per_label(self.labels, MODALITY.distress_of)

    def calibration(self, mode: str) -> Calibration:
        """For ALONE or WITH_BASELINE."""
        return Calibration.from_facts(self.facts["calibration"][self.variant][mode])

    def probabilities(self, vectors: Array, pictures: list[Array], reference: Array | None) -> Matrix:
        """Calibrated probabilities, shape (rows, labels)."""
        design = self.scaling.design(vectors, reference)
        total = np.zeros((len(vectors), len(self.labels)))
        for name, weight in self.members.items():
            session = self._sessions[name]
            given = {"sklearn": lambda: [design], "keras": lambda: [stacked(pictures), design]}[name]()
            feed = dict(zip((i.name for i in session.get_inputs()), given, strict=True))
            found = session.run(None, feed)[-1]
            mode = ALONE if reference is None else WITH_BASELINE
            own = self.facts["calibration"][name][mode]["temperature"]
            total += weight * tempered(found, own)
        return total / sum(self.members.values())


def stacked(pictures: list[Array]) -> Array:
    """Pictures padded with zeros to the longest of them, shape (rows, frames, ROWS)."""
    longest = min(LENGTH, -(-max(32, *(len(p) for p in pictures)) // 16) * 16)
    out = np.zeros((len(pictures), longest, ROWS), np.float32)
    for row, picture in zip(out, pictures, strict=True):
        row[: min(len(picture), longest)] = picture[:longest]
    return out
