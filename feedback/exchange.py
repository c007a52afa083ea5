"""Export and import as JSON: everything, in a form that another Attune, or any program, reads."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import InputError
from feedback.checkin import CheckIn
from feedback.correction import Correction
from feedback.history import LARGEST_CLIP_BYTES, Contents

FORMAT = "attune-history"
VERSION = 1
LARGEST_BYTES = 200_000_000
MOST_RECORDS = 100_000
MOST_CALM = 10


@dataclass(frozen=True)
class Import:
    """What a file holds, checked."""

    checkins: tuple[CheckIn, ...]
    corrections: tuple[Correction, ...] = ()
    clips: Mapping[str, bytes] = field(default_factory=dict)
    calm: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def records(self) -> tuple[CheckIn | Correction, ...]:
        """All of it, in the order of the file."""
        return (*self.checkins, *self.corrections)


def to_json(
    contents: Contents, clips: Mapping[str, bytes] | None = None, calm: Mapping[int, bytes] | None = None
) -> str:
    """The whole history as text; recordings only when given. It is not sealed, whatever the history is."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "checkins": [c.to_json() for c in contents.checkins],
        "corrections": [c.to_json() for c in contents.corrections],
        "recordings": {id: base64.b64encode(clip).decode() for id, clip in (clips or {}).items()},
        "calm": {str(place): base64.b64encode(clip).decode() for place, clip in (calm or {}).items()},
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def from_json(data: bytes) -> Import:
    """Read an export.

    Raises InputError that says which entry is wrong and why, without quoting it.
    """
    if len(data) > LARGEST_BYTES:
        raise InputError(f"This file is larger than {LARGEST_BYTES // 1_000_000} MB, too large for a history.")
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError("This file is not readable JSON. Choose a file that Attune exported.") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise InputError("This file is not a history of Attune. Choose a file that Attune exported.")
    if whole.get("version") != VERSION:
        raise InputError("This file was exported by another version of Attune. Update Attune and try again.")
    checkins = _entries(whole, "checkins", CheckIn.from_json)
    corrections = _entries(whole, "corrections", Correction.from_json)
    ids = {record.id for record in (*checkins, *corrections)}
    calm = _clips(whole.get("calm", {}), {str(place) for place in range(MOST_CALM)})
    return Import(
        checkins,
        corrections,
        _clips(whole.get("recordings", {}), ids),
        {int(place): clip for place, clip in calm.items()},
    )


def _entries(whole: Mapping[str, Any], name: str, read: Any) -> tuple[Any, ...]:
    entries = whole.get(name, [])
    if not isinstance(entries, list) or len(entries) > MOST_RECORDS:
        raise InputError(f"The part {name!r} of this file is not a list of at most {MOST_RECORDS:,} entries.")
    found = []
    for number, raw in enumerate(entries, start=1):
        try:
            found.append(read(raw))
        except (ValueError, TypeError, OverflowError) as error:
            reason = str(error) if isinstance(error, ValueError) else "a value has the wrong type"
            raise InputError(f"Entry {number} of {name!r} cannot be used: {reason}. Nothing was imported.") from None
    return tuple(found)


def _clips(raw: object, ids: set[str]) -> dict[str, bytes]:
    if not isinstance(raw, dict):
        raise InputError("The recordings in this file cannot be read. Nothing was imported.")
    try:
        clips = {id: base64.b64decode(clip, validate=True) for id, clip in raw.items() if id in ids}
    except (binascii.Error, TypeError, ValueError):
        raise InputError("A recording in this file is damaged. Nothing was imported.") from None
    if any(len(clip) > LARGEST_CLIP_BYTES for clip in clips.values()):
        raise InputError("A recording in this file is too long. Nothing was imported.")
    return clips
