"""A published model on disk: a folder with manifest.json, whose digests are checked before a file is opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from core.errors import ArtifactRefused, ModelNotAvailable

MANIFEST = "manifest.json"


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Manifest:
    """What a model says of itself; everything is plain JSON.

    `files` maps each file to its SHA-256. `facts` is the model's own: labels, calibration, thresholds.
    `training` says command, seed, data, time and library versions; `metrics` what was measured.
    """

    modality: str
    version: str
    files: Mapping[str, str]
    facts: Mapping[str, Any]
    training: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Artifact:
    """An opened model folder."""

    folder: Path
    manifest: Manifest

    @classmethod
    def open(cls, folder: Path, train_command: str) -> Artifact:
        """Read the manifest of `folder`.

        Raises ModelNotAvailable when there is none, ArtifactRefused when it cannot be understood.
        """
        path = folder / MANIFEST
        if not path.is_file():
            raise ModelNotAvailable(
                f"There is no model in the folder {folder.name!r} of {folder.parent.name!r}. "
                f"Make one with: {train_command}"
            )
        try:
            raw = json.loads(path.read_text(encoding="utf8"))
            return cls(folder, Manifest(**raw))
        except (ValueError, TypeError) as error:
            raise ArtifactRefused(
                f"The file {MANIFEST} of {folder.parent.name!r} is damaged. "
                f"Restore it, or make the model again with: {train_command}"
            ) from error

    def path(self, name: str) -> Path:
        """Path of a file of this model, after checking that it is the one that was published.

        Raises ArtifactRefused when it is missing, not listed, or altered.
        """
        expected = self.manifest.files.get(name)
        path = self.folder / name
        if expected is None or not path.is_file():
            raise ArtifactRefused(f"The model file {name!r} is missing. Restore the folder or train the model again.")
        actual = sha256(path)
        if actual != expected:
            raise ArtifactRefused(
                f"The model file {name!r} is not the one that was published (SHA-256 {actual[:12]}…, expected "
                f"{expected[:12]}…), so it was not opened. Restore the file or train the model again."
            )
        return path


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Write `manifest` into `folder` and return its path."""
    path = folder / MANIFEST
    path.write_text(json.dumps(asdict(manifest), indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    return path
