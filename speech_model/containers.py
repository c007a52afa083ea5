"""The two decoders behind one face: libsndfile (wav, flac, ogg, mp3) and FFmpeg through PyAV (m4a, webm, aac)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
import soundfile

from core.errors import InputError
from speech_model.spectrum import Array

NOT_AUDIO = (
    "This file is not a recording that can be read. Please give a wav, flac, ogg, mp3, m4a or webm file with speech."
)
CUT_OFF = "The file ends early or is damaged; the {seconds:.1f} seconds that could be read were used."
MAX_CHANNELS = 64
_RATES_HZ = (1_000, 768_000)
_PIECES = 120
# A wav of 2 GB or more promises nothing: recorders that stream leave the largest number they know here, or 0.
_LARGEST = 0x7FFF0000
# What may be opened through FFmpeg, which otherwise plays lists of other files and listens on the network as well.
_FORMATS = "aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,flv,matroska,mov,mp3,mpeg,mpegts,ogg,tta,voc,w64,wav,wv"
# Formats without a length, which FFmpeg guesses from the first second.
_GUESSED = ("aac", "ac3", "eac3", "mp3")
_MOST_CHUNKS = 100
_UNKNOWN = 2**40
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
        if not 0 < self._file.frames < _UNKNOWN:
            raise ValueError("the length was left open, as streams do, and FFmpeg reads on to the end")
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
    return opened.frames if opened.format in ("FLAC", "MP3", "MPEG") else None


def _wav_frames(file: FileLike) -> int | None:
    with io.BytesIO(file.getvalue()) if isinstance(file, io.BytesIO) else open(file, "rb") as raw:  # noqa: PTH123
        at, block_align = 12, 0
        for _ in range(_MOST_CHUNKS):
            raw.seek(at)
            name, size, align = _CHUNK.unpack(raw.read(_CHUNK.size).ljust(_CHUNK.size, b"\0"))
            if name == b"fmt ":
                block_align = align
            if name == b"data":
                return size // block_align if block_align and 0 < size < _LARGEST else None
            at += 8 + size + size % 2
    return None


class AvReader:
    """Through FFmpeg's libraries, which PyAV brings along."""

    def __init__(self, file: FileLike) -> None:
        import av  # noqa: PLC0415 (30 MB of libraries that most recordings do not need)

        self._errors = (av.error.FFmpegError, EOFError, ValueError)
        try:
            self._container = av.open(file, metadata_errors="ignore", options={"format_whitelist": _FORMATS})
            self._stream = self._container.streams.audio[0] if self._container.streams.audio else None
        except self._errors as error:
            raise InputError(NOT_AUDIO) from error
        if self._stream is None or not self._stream.codec_context.sample_rate:
            raise InputError(NOT_AUDIO)
        self.rate_hz, self.channels = self._stream.codec_context.sample_rate, self._stream.codec_context.channels
        self._broken = False
        duration = self._stream.duration if self._container.format.name not in _GUESSED else None
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
        if self._broken and not total:
            raise InputError(NOT_AUDIO)
        if held:
            yield np.concatenate(held)

    def _frames(self) -> Iterator[Array]:
        for packet in self._packets():
            try:
                decoded = packet.decode()
            except self._errors:
                self._broken = True  # This packet is lost, and those after it can still be read.
                continue
            for frame in decoded:
                if (frame.sample_rate, len(frame.layout.channels)) != (self.rate_hz, self.channels):
                    self._broken = True  # From here on it is another recording.
                    return
                yield _as_float(frame)

    def _packets(self) -> Iterator[Any]:
        try:
            yield from self._container.demux(self._stream)
        except self._errors:
            self._broken = True

    def notes(self, seen: int) -> list[str]:
        """See Reader."""
        seconds = seen / self.rate_hz
        short = self._promised_s is not None and seconds < 0.95 * self._promised_s - 0.1
        return [CUT_OFF.format(seconds=seconds)] if self._broken or short else []


def _as_float(frame: Any) -> Array:
    data = frame.to_ndarray()
    samples = data.T if frame.format.is_planar else data.reshape(-1, len(frame.layout.channels))
    if samples.dtype == np.uint8:
        return (samples.astype(np.float32) - 128) / 128
    if np.issubdtype(samples.dtype, np.integer):
        return samples.astype(np.float32) / -float(np.iinfo(samples.dtype).min)
    return samples.astype(np.float32)
