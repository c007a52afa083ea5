"""The two decoders behind one face: libsndfile (wav, flac, ogg, mp3) and FFmpeg through PyAV (m4a, webm, aac)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import soundfile

from core.errors import InputError
from speech_model.spectrum import Array

NOT_AUDIO = (
    "This file is not a recording that can be read. Please give a wav, flac, ogg, mp3, m4a or webm file with speech."
)
CUT_OFF = "The file ends early; the {seconds:.1f} seconds that could be read were used."
MAX_CHANNELS = 64
_RATES_HZ = (1_000, 768_000)
_PIECES = 120
_MOST_CHUNKS = 100
# Name and size of a chunk of a wav; the last number means something in "fmt " only: bytes per sample of all channels.
_CHUNK = struct.Struct("<4sI12xH")
_WAVE = ("WAV", "WAVEX")
_PLAIN = ("PCM_16", "PCM_24", "PCM_32", "PCM_U8", "FLOAT", "DOUBLE")

FileLike = str | io.BytesIO


class Reader(Protocol):
    """An open recording."""

    rate_hz: int
    channels: int

    def blocks(self, length: int) -> Iterator[Array]:
        """Float32 blocks of about `length` samples, shape (samples, channels)."""
        ...

    def notes(self, seen: int) -> list[str]:
        """Sentences about the file after `seen` samples came out of it."""
        ...


def open_reader(file: FileLike) -> Reader:
    """Open with the first decoder that knows the format.

    Raises InputError when neither does.
    """
    try:
        reader: Reader = SoundFileReader(file)
    except (soundfile.LibsndfileError, OSError, ValueError, TypeError):  # TypeError: a name that ends in .raw
        if isinstance(file, io.BytesIO):
            file.seek(0)
        reader = AvReader(file)
    if not _RATES_HZ[0] <= reader.rate_hz <= _RATES_HZ[1] or not 1 <= reader.channels <= MAX_CHANNELS:
        raise InputError(
            f"This recording says it has {reader.rate_hz} samples a second and {reader.channels} channels, "
            "which cannot be right. Please save it again, for example as wav with 16000 samples a second."
        )
    return reader


class SoundFileReader:
    """Through libsndfile."""

    def __init__(self, file: FileLike) -> None:
        self._file = soundfile.SoundFile(file)
        self.rate_hz, self.channels = self._file.samplerate, self._file.channels
        self._promised = _promised_frames(file, self._file)
        self._broken = False

    def blocks(self, length: int) -> Iterator[Array]:
        """See Reader."""
        held: list[Array] = []
        count = 0
        # Samples as they are cannot break off in the middle, as compressed ones can.
        plain = self._file.format in _WAVE and self._file.subtype in _PLAIN
        for piece in self._pieces(length if plain else max(1, length // _PIECES)):
            held.append(piece)
            count += len(piece)
            if count >= length:
                yield np.concatenate(held)
                held, count = [], 0
        if held:
            yield np.concatenate(held)
        self._file.close()

    def _pieces(self, length: int) -> Iterator[Array]:
        """Small reads: one that meets the broken end of a file gives nothing at all."""
        while not self._broken:
            try:
                piece = self._file.read(length, dtype="float32", always_2d=True)
            except soundfile.LibsndfileError:
                self._broken = True
                return
            if not len(piece):
                return
            yield piece

    def notes(self, seen: int) -> list[str]:
        """See Reader."""
        short = self._promised is not None and seen < 0.98 * self._promised
        return [CUT_OFF.format(seconds=seen / self.rate_hz)] if (self._broken or short) and seen else []


def _promised_frames(file: FileLike, opened: soundfile.SoundFile) -> int | None:
    """How many samples the header promises; libsndfile corrects the count of a cut-off wav by itself."""
    if opened.format in _WAVE:
        return _wav_frames(file)
    known = opened.format in ("FLAC", "MP3", "MPEG") and 0 < opened.frames < 2**40
    return opened.frames if known else None


def _wav_frames(file: FileLike) -> int | None:
    with io.BytesIO(file.getvalue()) if isinstance(file, io.BytesIO) else open(file, "rb") as raw:  # noqa: PTH123
        at, block_align = 12, 0
        for _ in range(_MOST_CHUNKS):
            raw.seek(at)
            name, size, align = _CHUNK.unpack(raw.read(_CHUNK.size).ljust(_CHUNK.size, b"\0"))
            if name == b"fmt ":
                block_align = align
            if name == b"data":
                # Recorders that stream leave 0 or the largest number here: no promise at all.
                return size // block_align if block_align and 0 < size < 0xFFFF0000 else None
            at += 8 + size + size % 2
    return None


class AvReader:
    """Through FFmpeg's libraries, which PyAV brings along."""

    def __init__(self, file: FileLike) -> None:
        import av  # noqa: PLC0415 (30 MB of libraries that most recordings do not need)

        self._errors = (av.error.FFmpegError, EOFError, ValueError)
        try:
            self._container = av.open(file, metadata_errors="ignore")
            self._stream = self._container.streams.audio[0] if self._container.streams.audio else None
        except self._errors as error:
            raise InputError(NOT_AUDIO) from error
        if self._stream is None or not self._stream.codec_context.sample_rate:
            raise InputError(NOT_AUDIO)
        self.rate_hz, self.channels = self._stream.codec_context.sample_rate, self._stream.codec_context.channels
        self._broken = False
        duration = self._stream.duration
        self._promised_s = float(duration * self._stream.time_base) if duration else None

    def blocks(self, length: int) -> Iterator[Array]:
        """See Reader."""
        held: list[Array] = []
        count = total = 0
        for frame in self._frames():
            held.append(frame)
            count += len(frame)
            total += len(frame)
            if count >= length:
                yield np.concatenate(held)
                held, count = [], 0
        self._container.close()
        if not total:
            raise InputError(NOT_AUDIO)
        if held:
            yield np.concatenate(held)

    def _frames(self) -> Iterator[Array]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                decoded = packet.decode()
            except StopIteration:
                return
            except self._errors:
                self._broken = True
                return
            yield from (_as_float(frame) for frame in decoded)

    def notes(self, seen: int) -> list[str]:
        """See Reader."""
        seconds = seen / self.rate_hz
        short = self._promised_s is not None and seconds < 0.95 * self._promised_s - 0.1
        return [CUT_OFF.format(seconds=seconds)] if self._broken or short else []


def _as_float(frame: object) -> Array:
    data = frame.to_ndarray()  # type: ignore[attr-defined]
    channels = len(frame.layout.channels)  # type: ignore[attr-defined]
    samples = data.T if frame.format.is_planar else data.reshape(-1, channels)  # type: ignore[attr-defined]
    if samples.dtype == np.uint8:
        return (samples.astype(np.float32) - 128) / 128
    if np.issubdtype(samples.dtype, np.integer):
        return samples.astype(np.float32) / -float(np.iinfo(samples.dtype).min)
    return samples.astype(np.float32)
