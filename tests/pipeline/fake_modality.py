"""A modality as small as one can be: what it is told is what it says. Its loader counts how often it was opened."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.errors import InputError, ModelNotAvailable
from core.modality import Modality
from core.types import Prediction, TaskResult

opened: list[str | None] = []


class EchoPredictor:
    """The input is the distress; "bad" is an input error, "boom" a bug, "slow" takes its time."""

    def predict(self, batch: Sequence[Mapping[str, object]], *, explain: bool = True) -> list[Prediction | InputError]:
        return [self._one(inputs["mood"]) for inputs in batch]

    def _one(self, mood: object) -> Prediction | InputError:
        if mood == "bad":
            return InputError("That was not a mood.")
        if mood == "boom":
            raise ZeroDivisionError("secret words of a person")
        if mood == "slow":
            time.sleep(0.05)
            mood = 0.5
        assert isinstance(mood, float)
        tasks = {"mood": TaskResult({"low": 1 - mood, "high": mood}, label="high" if mood > 0.5 else "low")}
        return Prediction("mood", tasks["mood"].label or "", max(mood, 1 - mood), mood, tasks, base_rate=0.3)

    def describe(self) -> dict[str, object]:
        return {"version": "fake"}


def load(folder: Path, variant: str | None) -> EchoPredictor:
    opened.append(variant)
    return EchoPredictor()


def refuse(folder: Path, variant: str | None) -> EchoPredictor:
    raise ModelNotAvailable("There is no model. Make one with: python train_mood.py")


def modality(loader: str = "load") -> Modality:
    """A fake that a pipeline takes like any other."""
    return Modality(
        name="mood",
        title="Your mood",
        input_key="mood",
        kind="form",
        main_task="mood",
        distress_of={"low": 0.0, "high": 1.0},
        loader=f"{__name__}:{loader}",
        train_command="python train_mood.py",
        shipped=Path("nowhere"),
        variants=("a", "b"),
    )
