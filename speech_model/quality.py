"""Is there a voice to hear, and how well: duration, level, clipping, noise, bandwidth, in words and as a certainty."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.errors import InputError
from core.types import Plain
from speech_model.frames import Frames
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

SILENCE_PEAK = 1e-4
MIN_SPEECH_S = 0.3
MIN_VOICED_S = 0.15
FULL_SCALE = 0.985
CLIPPED_BADLY = 0.005
NOISY_DB = 8.0
NARROW_HZ = 3_800
_BAND_RANGE_DB = 50


class SoundCounter:
    """Adds up, block by block, what the samples themselves say: peak, power, clipping."""

    def __init__(self) -> None:
        self.samples = self.clipped = 0
        self.peak = self._squares = 0.0

    def add(self, block: Array) -> None:
        """Count a block of mono samples."""
        if not len(block):
            return
        loud = np.abs(block)
        peak = float(loud.max())
        at_limit = loud >= FULL_SCALE * max(peak, 1e-9)
        # Three in a row at the very top (two at the start): a wave that was cut, not one that just peaked.
        pairs = at_limit[1:] & at_limit[:-1]
        self.clipped += int((pairs[1:] & pairs[:-1]).sum()) + int(pairs[:1].sum())
        self.samples += len(block)
        self.peak = max(self.peak, peak)
        self._squares += float(np.square(block, dtype=np.float64).sum())

    @property
    def level_dbfs(self) -> float:
        """Mean level; -100 for silence."""
        return 10 * math.log10(max(self._squares / max(1, self.samples), 1e-10))

    @property
    def clipped_share(self) -> float:
        """Share of samples that were cut off."""
        return self.clipped / max(1, self.samples)


@dataclass(frozen=True)
class Quality:
    """How well a voice can be heard. `certainty` in [0, 1] scales the say that the voice has."""

    duration_s: float
    speech_s: float
    level_dbfs: float
    clipped_share: float
    snr_db: float
    bandwidth_hz: float
    voiced_share: float
    verdict: str
    certainty: float
    notes: tuple[str, ...] = ()

    def plain(self) -> dict[str, Plain]:
        """For the JSON contract."""
        return {
            "duration_s": round(self.duration_s, 2),
            "speech_s": round(self.speech_s, 2),
            "level_dbfs": round(self.level_dbfs, 1),
            "clipped_share": round(self.clipped_share, 4),
            "snr_db": round(self.snr_db, 1),
            "bandwidth_hz": round(self.bandwidth_hz),
            "voiced_share": round(self.voiced_share, 2),
            "verdict": self.verdict,
        }


def judge(frames: Frames, sound: SoundCounter, duration_s: float) -> Quality:
    """The verdict on (up to a few minutes of) a recording.

    Raises InputError when there is nothing to hear: silence, noise without a voice, a steady tone.
    """
    if sound.peak < SILENCE_PEAK or len(frames) < 20:
        raise InputError("This recording is silent. Please check the microphone and record it again.")
    speech = frames.speech_mask()
    voiced = speech & (frames.voicing > VOICED_ABOVE)
    share_heard = duration_s * FRAMES_PER_S / len(frames)
    speech_s = float(speech.sum()) / FRAMES_PER_S * share_heard
    _refuse_what_is_no_voice(frames, speech, voiced, speech_s, share_heard)
    snr = snr_db(frames, speech)
    bandwidth = bandwidth_hz(frames, speech)
    voiced_share = float(voiced.sum() / max(1, speech.sum()))
    notes = tuple(_notes(speech_s, sound, snr, bandwidth))
    certainty = _certainty(speech_s, sound, snr, bandwidth, voiced_share)
    verdict = "good" if certainty >= 0.75 else "fair" if certainty >= 0.5 else "poor"
    return Quality(
        duration_s,
        speech_s,
        sound.level_dbfs,
        sound.clipped_share,
        snr,
        bandwidth,
        voiced_share,
        verdict,
        certainty,
        notes,
    )


def _refuse_what_is_no_voice(
    frames: Frames, speech: np.ndarray, voiced: np.ndarray, speech_s: float, share_heard: float
) -> None:
    if speech_s < MIN_SPEECH_S or voiced.sum() / FRAMES_PER_S * share_heard < MIN_VOICED_S:
        raise InputError(
            "No speech could be heard in this recording. Please speak a few sentences close to the microphone."
        )
    low, high = percentiles(12 * np.log2(frames.pitch_hz[voiced] / 100), (10, 90))
    steady_pitch = high - low < 0.15
    if steady_pitch and float(frames.energy_db[voiced].std()) < 1.0:
        raise InputError("This sounds like a steady tone, not like speech. Please record your voice.")


def snr_db(frames: Frames, speech: np.ndarray) -> float:
    """Power of speech frames over that of the others, in dB; with hardly any pause the quietest frames stand in."""
    power = 10 ** (frames.energy_db.astype(np.float64) / 10)
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


def _notes(speech_s: float, sound: SoundCounter, snr: float, bandwidth: float) -> list[str]:
    notes = []
    if speech_s < 1.5:
        notes.append("There is little speech here; ten seconds or more give a surer reading.")
    if snr < NOISY_DB:
        notes.append("The recording is noisy; a quieter place would help.")
    if sound.clipped_share > CLIPPED_BADLY:
        notes.append("The recording is too loud and distorted; move away from the microphone or turn it down.")
    if sound.level_dbfs < -50:
        notes.append("The recording is very quiet; speak closer to the microphone.")
    if bandwidth < NARROW_HZ:
        notes.append("It sounds like a telephone line, which carries only part of the voice.")
    return notes


def _certainty(speech_s: float, sound: SoundCounter, snr: float, bandwidth: float, voiced_share: float) -> float:
    factors = (
        speech_s / (speech_s + 0.35),
        1 / (1 + math.exp(-(snr - 3) / 4)),
        1 - 0.4 * min(1.0, sound.clipped_share / 0.05),
        0.85 if bandwidth < NARROW_HZ else 1.0,
        1.0 if sound.level_dbfs > -55 else 0.8,
        min(1.0, 0.4 + 2 * voiced_share),
    )
    return float(np.clip(math.prod(factors), 0.02, 1.0))


def samples_s(samples: int) -> float:
    """Seconds of so many samples at 16 kHz."""
    return samples / SAMPLE_RATE_HZ
