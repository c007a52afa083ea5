"""Read texts with a published model: numpy, tokenizers and ONNX Runtime, nothing heavier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import InputError
from core.types import Cue, Prediction, TaskResult
from model_registry import Artifact
from text_model import MODALITY
from text_model.calibration import distress_logit, features, probabilities
from text_model.explain import attributions, cues
from text_model.language import Familiarity, familiarity, has_english
from text_model.normalise import Normalised, normalise
from text_model.reading import Reading, main_task, named, read, results, segments, settle, signals
from text_model.runtime import Runtime
from text_model.stretches import judged
from text_model.windows import MOST_WINDOWS, Window, tokens_per_word

MOST_CHARACTERS = 1_000_000
CUES_PER_TASK = 4


@dataclass(frozen=True)
class _Prepared:
    text: Normalised
    windows: list[Window]
    familiar: Familiarity


def load(folder: Path, variant: str | None = None) -> TextPredictor:
    """Open the model in `folder`. There is one variant, int8. Raises ModelNotAvailable, ArtifactRefused."""
    if variant not in (None, "int8"):
        raise InputError(f"The text model has the variant 'int8' only, not {variant!r}.")
    return TextPredictor(Artifact.open(folder, MODALITY.train_command))


class TextPredictor:
    """Answers every task of the model for each text."""

    def __init__(self, artifact: Artifact, *, threads: int | None = None) -> None:
        self._artifact = artifact
        self._facts = artifact.manifest.facts
        self._runtime = Runtime(artifact, threads)
        self._tasks = self._runtime.tasks
        self._distress = self._facts.get("distress")

    def predict(self, batch: Sequence[Mapping[str, object]], *, explain: bool = True) -> list[Prediction | InputError]:
        """Answer each {"text": str}, in order; a text that cannot be read is answered with an InputError.

        `explain` looks for the phrases that moved the reading, which costs up to 40 more readings of a passage each.
        """
        prepared = [self._prepare(inputs.get("text")) for inputs in batch]
        answers = iter(self._read([one for one in prepared if isinstance(one, _Prepared)], explain))
        return [next(answers) if isinstance(one, _Prepared) else one for one in prepared]

    def describe(self) -> dict[str, object]:
        """Version, tasks with labels, and the digests of the files."""
        manifest = self._artifact.manifest
        labels = {name: list(task["labels"]) for name, task in self._tasks.items()}
        return {"modality": "text", "version": manifest.version, "tasks": labels, "files": dict(manifest.files)}

    def __repr__(self) -> str:
        tasks = ", ".join(f"{name}[{len(task['labels'])}]" for name, task in self._tasks.items())
        return f"TextPredictor({self._artifact.manifest.version!r}: {tasks})"

    def log_odds(self, texts: Sequence[str], answers: Mapping[str, str] | None = None) -> np.ndarray:
        """Log-odds of distress and of the label that `answers` names for a task, shape (texts, 1 + answers).

        Of the first window of each text, as the explanations use them.
        """
        logits = self._runtime.logits([windows[0] for windows in self._runtime.windows(texts)])
        chances = {name: probabilities(task, logits[name]) for name, task in self._tasks.items()}
        columns = [np.zeros(len(texts))]
        if self._distress is not None:
            columns = [distress_logit(self._distress, features(self._tasks, chances, self._distress["features"]))]
        for task, label in (answers or {}).items():
            chance = np.clip(chances[task][:, self._tasks[task]["labels"].index(label)], 1e-6, 1 - 1e-6)
            columns.append(np.log(chance / (1 - chance)))
        return np.stack(columns, 1)

    def _read(self, prepared: Sequence[_Prepared], explain: bool) -> list[Prediction]:
        logits = self._runtime.logits([window for one in prepared for window in one.windows])
        out, start = [], 0
        for one in prepared:
            stop = start + len(one.windows)
            own = {name: values[start:stop] for name, values in logits.items()}
            fresh = np.array([window.fresh for window in one.windows])
            out.append(self._predict_one(one, read(self._tasks, self._distress, own, fresh), explain))
            start = stop
        return out

    def _prepare(self, text: object) -> _Prepared | InputError:
        if not isinstance(text, str):
            return InputError(f"A text is expected here, got {type(text).__name__}.")
        if len(text) > MOST_CHARACTERS:
            return InputError(
                f"The text has {len(text):,} characters; at most {MOST_CHARACTERS:,} can be read at once."
            )
        normal = normalise(text)
        if not normal.text:
            return InputError("There is no text to read. Write a few sentences about how you are doing.")
        windows = self._runtime.windows([normal.text])[0]
        return _Prepared(normal, windows, judged(text, normal, windows))

    def _predict_one(self, one: _Prepared, reading: Reading, explain: bool) -> Prediction:
        certainty = one.familiar.certainty
        tasks = results(self._tasks, reading, certainty)
        main = tasks[main_task(tasks)]
        label = named(main)
        base_rate = self._distress["base_rate"] if self._distress else 0.5
        return Prediction(
            modality="text",
            label=label,
            confidence=main.scores[label],
            distress=settle(reading.distress, base_rate, certainty),
            tasks=tasks,
            evidence=self._evidence(one, reading, tasks) if explain else (),
            quality=_quality(one),
            segments=segments(self._tasks, reading, one.windows, one.text),
            notes=_notes(one),
            signals=signals(self._tasks, reading, one.windows, one.text, lambda window: _is_english(one, window)),
            base_rate=base_rate,
            reliability=self._facts.get("reliability", 0.0) if self._distress else 0.0,
            certainty=certainty,
        )

    def _evidence(self, one: _Prepared, reading: Reading, tasks: Mapping[str, TaskResult]) -> tuple[Cue, ...]:
        """What moved the distress, then what moved the answer of each task, in the passage that told the most."""
        window = one.windows[reading.worst]
        passage = one.text.text[window.start : window.end]
        answers = {name: task.label or max(task.scores, key=task.scores.__getitem__) for name, task in tasks.items()}
        moved = attributions(passage, lambda texts: self.log_odds(texts, answers))

        def place(start: int, end: int) -> tuple[int, int]:
            return one.text.span(window.start + start, window.start + end)

        found = cues(moved, 0, place)
        for answer, task in enumerate(answers if moved.spans else (), start=1):
            found += cues(moved, answer, place, task, CUES_PER_TASK)
        return found


def _is_english(one: _Prepared, window: Window) -> bool:
    """Whether the person writes English, at least in the passage that raises an alarm or in a sentence of it."""
    if one.familiar.is_english:
        return True
    passage = one.text.text[window.start : window.end]
    pieces = tokens_per_word(one.text.text, [window], window.start, window.end)
    return familiarity(passage, pieces).is_english or has_english(passage)


def _covered(one: _Prepared) -> float:
    if len(one.windows) < MOST_WINDOWS:
        return 1.0
    return min(1.0, sum(w.end - w.start for w in one.windows) / max(1, len(one.text.text)))


def _quality(one: _Prepared) -> dict[str, float | int]:
    words = len(one.text.text.split())
    return {"words": words, "windows": len(one.windows), "covered": round(_covered(one), 3)}


def _notes(one: _Prepared) -> tuple[str, ...]:
    notes = [one.familiar.note] if one.familiar.note else []
    if (share := _covered(one)) < 0.995:
        notes.append(f"The text is very long. About {share:.0%} of it was read, in parts spread evenly over the whole.")
    return tuple(notes)
