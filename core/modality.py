"""What a way of reading a person (text, voice, later a face) must offer to take part in Attune."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, cast

from core.errors import InputError
from core.types import Prediction

InputKind = Literal["text", "audio", "image", "form"]


class Predictor(Protocol):
    """A loaded model. It never raises for one bad input: it answers that place with an `InputError`."""

    def predict(self, batch: Sequence[Mapping[str, object]], *, explain: bool = True) -> list[Prediction | InputError]:
        """Answer each set of inputs, in order. Batching and memory are the predictor's business.

        `explain=False` may leave out evidence that costs time, for large batches.
        """
        ...

    def describe(self) -> dict[str, object]:
        """Plain facts for a bug report: version, labels, files with digests."""
        ...


@dataclass(frozen=True)
class Modality:
    """One modality, light enough to import anywhere: its heavy part is reached through `loader`.

    `loader` is "module:function"; the function takes the folder of a published model and the variant's
    name (or None for the default) and returns a `Predictor`. `distress_of` says how much distress each
    label of `main_task` stands for, in [0, 1], so that fusion needs to know no label.
    """

    name: str
    title: str
    input_key: str
    kind: InputKind
    main_task: str
    distress_of: Mapping[str, float]
    loader: str
    train_command: str
    shipped: Path
    option_keys: tuple[str, ...] = ()
    variants: tuple[str, ...] = field(default_factory=tuple)

    def load(self, folder: Path, variant: str | None = None) -> Predictor:
        """Import the heavy part and open the model in `folder`.

        Raises ModelNotAvailable, ArtifactRefused.
        """
        module, function = self.loader.split(":")
        return cast(Predictor, getattr(importlib.import_module(module), function)(folder, variant))

    def pick(self, inputs: Mapping[str, object]) -> dict[str, object] | None:
        """This modality's own part of an item's inputs, or None when the item has none."""
        if inputs.get(self.input_key) is None:
            return None
        keys = (self.input_key, *self.option_keys)
        return {key: inputs[key] for key in keys if inputs.get(key) is not None}
