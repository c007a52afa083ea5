"""Is there a voice to hear, and how well: duration, level, clipping, noise, bandwidth, in words and as a certainty."""

from __future__ import annotations

import math
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import minimum_filter1d

from core.errors import InputError
from core.types import Plain
from speech_model.frames import Frames, join
from speech_model.music import held_pitch_share, is_music, refuse_a_steady_tone
from speech_model.pitch import VOICED_ABOVE
from speech_model.spectrum import (
    FRAMES_PER_S,
    MEL_BANDS,
    MEL_HIGH_HZ,
    SAMPLE_RATE_HZ,
    Array,
    mel_centres_hz,
    percentiles,
)
from speech_model.stretches import Stretches
from speech_model.windows import Window

SILENCE_PEAK = 1e-4
MIN_SPEECH_S = 0.3
MIN_VOICED_S = 0.15
CLIPPED_BADLY = 0.005
MUSIC = "This sounds like music or held notes rather than speech."
NOISY_DB = 8.0
# Speech at 8,000 samples a second ends at 3,976 Hz or below; 180 clips of CREMA-D, RAVDESS and TESS at 5,497 or above.
NARROW_HZ = 4_100
_BAND_RANGE_DB = 50
_DIGITAL_SILENCE_DB = -99.9
# A frame and its neighbours: five would also take away the quiet ends of words that a noise gate leaves.
_TOUCHED_FRAMES = 3
_MOST_KEPT = 45
_MUSIC_FACTOR = 0.5


class SoundCounter:
    """Adds up, block by block, what the samples themselves say: peak and power."""

    def __init__(self) -> None:
        self.samples = 0
        self.peak = self._squares = 0.0

    def add(self, block: Array) -> None:
        """Count a block of mono samples."""
        if not len(block):
            return
        self.samples += len(block)
        self.peak = max(self.peak, float(np.abs(block).max()))
        self._squares += float(np.square(block, dtype=np.float64).sum())

    @property
    def level_dbfs(self) -> float:
        """Mean level; -100 for silence."""
        return 10 * math.log10(max(self._squares / max(1, self.samples), 1e-10))


class VoiceCounter:
    """Adds up speech over the windows that hold a voice, and keeps some of them from all over the recording.

    `stretches` says where the speech is.
    """

    def __init__(self) -> None:
        self.speech_s = self.voiced_s = 0.0
        self.kept: list[Frames] = []
        self.stretches = Stretches()
        self._windows, self._keep_every, self._heard_to_s = 0, 1, 0.0

    def add(self, window: Window) -> None:
        """Count the next window; what it shares with the one before is not counted again."""
        fresh = max(0, round((self._heard_to_s - window.start_s) * FRAMES_PER_S))
        speech = window.frames.speech_mask()[fresh:]
        voiced = speech & (window.frames.voicing[fresh:] > VOICED_ABOVE)
        self.speech_s += float(speech.sum()) / FRAMES_PER_S
        self.voiced_s += float(voiced.sum()) / FRAMES_PER_S
        self.stretches.add(window.start_s + fresh / FRAMES_PER_S, speech)
        self._heard_to_s = window.end_s
        self._keep(window.frames)

    def _keep(self, frames: Frames) -> None:
        if self._windows % self._keep_every == 0:
            # A copy, as a window is a view that would hold on to the whole block around it.
            self.kept.append(deepcopy(frames))
        self._windows += 1
        if len(self.kept) > _MOST_KEPT:
            self.kept, self._keep_every = self.kept[::2], 2 * self._keep_every


@dataclass(frozen=True)
class Quality:
    """How well a voice can be heard."""

    duration_s: float
    speech_s: float
    level_dbfs: float
    clipped_share: float
    snr_db: float
    bandwidth_hz: float
    voiced_share: float
    held_pitch_share: float

    def plain(self, certainty: float) -> dict[str, Plain]:
        """For the JSON contract. The verdict is that of `certainty`, which doubts beside the sound may have lowered."""
        return {
            "duration_s": round(self.duration_s, 2),
            "speech_s": round(self.speech_s, 2),
            "level_dbfs": round(self.level_dbfs, 1),
            "clipped_share": round(self.clipped_share, 4),
            "snr_db": round(self.snr_db, 1),
            "bandwidth_hz": round(self.bandwidth_hz),
            "voiced_share": round(self.voiced_share, 2),
            "held_pitch_share": round(self.held_pitch_share, 2),
            "verdict": verdict(certainty),
        }

    @property
    def certainty(self) -> float:
        """Scales the say that the voice has, in [0, 1]."""
        factors = (
            self.speech_s / (self.speech_s + 0.35),
            1 / (1 + math.exp(-(self.snr_db - 3) / 4)),
            1 - 0.4 * min(1.0, self.clipped_share / 0.05),
            0.85 if self.bandwidth_hz < NARROW_HZ else 1.0,
            1.0 if self.level_dbfs > -55 else 0.8,
            min(1.0, 0.4 + 2 * self.voiced_share),
            _MUSIC_FACTOR if self.is_music else 1.0,
        )
        return float(np.clip(math.prod(factors), 0.02, 1.0))

    @property
    def is_music(self) -> bool:
        """Whether it sounds more like music than like speech."""
        return is_music(self.held_pitch_share, self.voiced_share * self.speech_s)

    @property
    def notes(self) -> tuple[str, ...]:
        """What would make it better, in sentences."""
        short = "There is little speech here; ten seconds or more give a surer reading."
        return (short, *self.flaws) if self.speech_s < 1.5 else self.flaws

    @property
    def flaws(self) -> tuple[str, ...]:
        """The notes on the sound itself, however long it is."""
        notes = []
        if self.is_music:
            notes.append(MUSIC)
        if self.snr_db < NOISY_DB:
            notes.append("The recording is noisy; a quieter place would help.")
        if self.clipped_share > CLIPPED_BADLY:
            notes.append("The recording is too loud and distorted; move away from the microphone or turn it down.")
        if self.level_dbfs < -50:
            notes.append("The recording is very quiet; speak closer to the microphone.")
        if self.bandwidth_hz < NARROW_HZ:
            notes.append("It sounds like a telephone line, which carries only part of the voice.")
        return tuple(notes)


def verdict(certainty: float) -> str:
    """One of "good", "fair" and "poor"."""
    return "good" if certainty >= 0.75 else "fair" if certainty >= 0.5 else "poor"


def judge(voice: VoiceCounter, sound: SoundCounter, clipped_share: float) -> Quality:
    """The verdict on a recording, of which `clipped_share` was cut off.

    Raises InputError when there is nothing to hear: silence, noise without a voice, a steady tone.
    """
    if sound.peak < SILENCE_PEAK:
        raise InputError("This recording is silent. Please check the microphone and record it again.")
    if voice.speech_s < MIN_SPEECH_S:
        raise InputError(
            "No speech could be heard in this recording. Please speak a few sentences close to the microphone."
        )
    frames = join(voice.kept)
    speech = np.concatenate([part.speech_mask() for part in voice.kept])
    voiced = speech & (frames.voicing > VOICED_ABOVE)
    refuse_a_steady_tone(frames, voiced)
    return Quality(
        sound.samples / SAMPLE_RATE_HZ,
        voice.speech_s,
        sound.level_dbfs,
        clipped_share,
        snr_db(frames, speech),
        bandwidth_hz(frames, speech),
        voice.voiced_s / voice.speech_s,
        held_pitch_share(frames, voiced),
    )


def snr_db(frames: Frames, speech: np.ndarray) -> float:
    """Power of speech frames over that of the others, in dB; with hardly any pause the quietest frames stand in.

    Digital silence, as of a noise gate or a late start, and what touches it tell nothing about the noise.
    """
    sounds = minimum_filter1d(frames.energy_db, _TOUCHED_FRAMES) > _DIGITAL_SILENCE_DB
    if not (sounds & speech).any():
        sounds[:] = True
    power, speech = 10 ** (frames.energy_db[sounds].astype(np.float64) / 10), speech[sounds]
    quiet = (
        power[~speech] if (~speech).sum() >= max(5, 0.05 * len(power)) else np.sort(power)[: max(1, len(power) // 20)]
    )
    return float(np.clip(10 * np.log10(power[speech].mean() / max(np.median(quiet), 1e-10)), 0, 80))


def bandwidth_hz(frames: Frames, speech: np.ndarray) -> float:
    """Highest frequency that carries something within 50 dB of the strongest band."""
    (top,) = percentiles(frames.mel_db[speech], (90,))
    bands = np.flatnonzero(top > top.max() - _BAND_RANGE_DB)
    last = int(bands[-1]) if len(bands) else 0
    return float(MEL_HIGH_HZ if last >= MEL_BANDS - 2 else mel_centres_hz()[last])
