"""Recordings in, predictions out: windows, probabilities, timeline, distress, cues and doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from core.errors import AttuneError, InputError
from core.types import Cue, Prediction, Segment, TaskResult
from speech_model import MODALITY, cues, quality
from speech_model.audio import AudioStream, Source, check_length
from speech_model.baseline import NOBODY, Baseline, Memory, Person, from_clips
from speech_model.doubt import doubts, gain, known_of
from speech_model.features import vector
from speech_model.models import ALONE, WITH_BASELINE, SpeechModels
from speech_model.spectrum import Array
from speech_model.windows import Window, windows

_BATCH = 32
STRANGE_FACTOR = 0.6


@dataclass
class _Heard:
    """What one recording gave: per window the statistics and the picture are turned into `scores` at once."""

    spans: list[tuple[float, float, float]]
    scores: np.ndarray
    vectors: Array
    quality: quality.Quality
    speech: tuple[tuple[float, float], ...]
    notes: tuple[str, ...]


def load(folder: Path, variant: str | None = None) -> SpeechPredictor:
    """Open the model in `folder`; `variant` is "average", "sklearn" or "keras" (default: what measured best).

    Raises ModelNotAvailable, ArtifactRefused, InputError for an unknown variant.
    """
    return SpeechPredictor(SpeechModels(folder, variant))


class SpeechPredictor:
    """Implements core.modality.Predictor for {"audio": path or bytes, "voice_baseline": list of them}.

    It keeps nothing of a voice. Who asks again with the same baseline gives a dict as "voice_memory", in which what
    was measured of each clip is kept, and empties it when the clips are deleted; a batch has one of its own.
    """

    def __init__(self, models: SpeechModels) -> None:
        self._models = models

    def describe(self) -> dict[str, object]:
        """Version, variant, labels, files with digests."""
        manifest = self._models.artifact.manifest
        return {
            "modality": MODALITY.name,
            "version": manifest.version,
            "variant": self._models.variant,
            "labels": list(self._models.labels),
            "files": dict(manifest.files),
        }

    def predict(self, batch: Sequence[Mapping[str, object]], *, explain: bool = True) -> list[Prediction | InputError]:
        """One answer per recording, in order. Memory stays flat in the length of each.

        The contract lets a model leave out costly evidence; cues cost nothing here, so `explain` changes nothing.
        """
        memory: Memory = {}
        return [self._answer(inputs, memory) for inputs in batch]

    def _answer(self, inputs: Mapping[str, object], memory: Memory) -> Prediction | InputError:
        own = inputs.get("voice_memory")
        try:
            return self._predict_one(inputs, cast(Memory, own) if isinstance(own, dict) else memory)
        except InputError as error:
            return error
        except AttuneError as error:
            return InputError(str(error))

    def _predict_one(self, inputs: Mapping[str, object], memory: Memory) -> Prediction:
        calm = _known(inputs, "voice_baseline", "recordings of the same person speaking calmly", memory)
        earlier = _known(inputs, "voice_earlier", "earlier recordings of the same person", memory)
        person = Person(calm or NOBODY, earlier or NOBODY)
        known = person.calm.pieces > 0 or person.earlier.pieces > 0
        usable = person if known and self._models.uses_baseline else None
        heard = self._listen(inputs["audio"], usable)  # type: ignore[arg-type]
        notes = heard.notes + person.calm.notes
        if calm is not None and not calm.pieces:
            notes += ("None of the baseline clips could be used, so the voice was read without them.",)
        if known and usable is None:
            notes += ("This voice model cannot use other recordings of the person, so it read the voice alone.",)
        return self._prediction(heard, usable, notes)

    def _listen(self, source: Source, person: Person | None) -> _Heard:
        stream, sound, voice = AudioStream(source), quality.SoundCounter(), quality.VoiceCounter()
        spans: list[tuple[float, float, float]] = []
        scores, vectors = [], []
        held: list[Window] = []
        for window in windows(_counted(stream, sound)):
            if window.voiced_s < quality.MIN_VOICED_S:
                continue
            voice.add(window)
            held.append(window)
            if len(held) >= _BATCH:
                self._read(held, person, spans, scores, vectors)
                held = []
        check_length(sound.samples)
        found = quality.judge(voice, sound, stream.clipping.share)
        if held:
            self._read(held, person, spans, scores, vectors)
        # The last frame is centred on the very end, so what holds it would end a hundredth of a second later.
        last_s = round(found.duration_s, 2)
        spans = [(start, min(end, last_s), voiced_s) for start, end, voiced_s in spans]
        speech = tuple((start, min(end, last_s)) for start, end in voice.stretches.spans())
        return _Heard(spans, np.concatenate(scores), np.concatenate(vectors), found, speech, tuple(stream.notes))

    def _read(self, held: list[Window], person: Person | None, spans: list, scores: list, vectors: list) -> None:
        rows = np.stack([vector(w.frames, w.picture) for w in held])
        scores.append(self._models.probabilities(held, rows, person))
        vectors.append(rows)
        spans += [(w.start_s, w.end_s, w.voiced_s) for w in held]

    def _prediction(self, heard: _Heard, person: Person | None, notes: tuple[str, ...]) -> Prediction:
        models, mode = self._models, ALONE if person is None else WITH_BASELINE
        calibration = models.calibration(mode)
        weights = np.array([voiced for _, _, voiced in heard.spans])
        pooled = weights @ heard.scores / weights.sum()
        distress = calibration.distress.of(heard.scores, models.distress_per_label)
        overall = float(calibration.distress.of(pooled[None], models.distress_per_label)[0])
        best = int(pooled.argmax())
        strange = self._strangeness(heard.vectors, weights)
        certainty = heard.quality.certainty * (STRANGE_FACTOR if strange > 1 else 1.0)
        return Prediction(
            modality=MODALITY.name,
            label=models.labels[best],
            confidence=_unit(pooled[best]),
            distress=_unit(overall),
            tasks={"emotion": TaskResult(_scores(models.labels, pooled), models.labels[best])},
            evidence=self._evidence(heard, weights, person),
            quality=heard.quality.plain(certainty) | known_of(person, models.right_of_100),
            segments=tuple(self._segments(heard, distress)),
            speech=heard.speech,
            notes=heard.quality.notes + notes + gain(person, models.right_of_100) + doubts(pooled, certainty, strange),
            base_rate=_unit(calibration.distress.base_rate),
            reliability=_unit(calibration.reliability),
            certainty=_unit(certainty),
        )

    def _segments(self, heard: _Heard, distress: np.ndarray) -> list[Segment]:
        best = heard.scores.argmax(1)
        return [
            Segment(round(start, 2), round(end, 2), self._models.labels[b], _unit(row[b]), _unit(d))
            for (start, end, _), b, row, d in zip(heard.spans, best, heard.scores, distress, strict=True)
        ]

    def _evidence(self, heard: _Heard, weights: np.ndarray, person: Person | None) -> tuple[Cue, ...]:
        if self._models.scaling is None:
            return ()
        mean = (weights @ heard.vectors / weights.sum()).astype(np.float32)
        calm = None if person is None or not person.calm.pieces else person.calm.mean
        z = cues.z_scores(self._models.scaling, mean, calm)
        slopes = self._models.facts["cue_slopes"].get(ALONE if calm is None else WITH_BASELINE, {})
        return cues.cues(z, slopes, has_baseline=calm is not None)

    def _strangeness(self, vectors: Array, weights: np.ndarray) -> float:
        """Root mean square z-score over that of 99 in 100 training clips; above 1 is unlike anything learned."""
        if self._models.scaling is None:
            return 0.0
        z = self._models.scaling.scores(vectors)
        return float(weights @ np.sqrt((z**2).mean(1)) / weights.sum() / self._models.facts["usual_z"])


def _known(inputs: Mapping[str, object], key: str, what: str, memory: Memory) -> Baseline | None:
    clips = inputs.get(key) or []
    if not isinstance(clips, list | tuple):
        raise InputError(f"{key} is a list of {what}.")
    return from_clips(clips, inputs["audio"], memory) if clips else None  # type: ignore[arg-type]


def _counted(stream: AudioStream, sound: quality.SoundCounter) -> Iterator[Array]:
    for block in stream:
        sound.add(block)
        yield block


def _unit(value: float) -> float:
    return float(np.clip(value, 0.0, 1.0))


def _scores(labels: Sequence[str], row: np.ndarray) -> dict[str, float]:
    return {label: _unit(score) for label, score in zip(labels, row, strict=True)}
