"""Which model is current: the one that this person published, or else the one that ships."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from core.errors import InputError, ModelNotAvailable
from core.modality import Modality
from core.settings import Settings
from model_registry.artifact import MANIFEST, Manifest, sha256, write_manifest

_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def current(modality: Modality, settings: Settings | None = None) -> Path:
    """Folder of the model in use. A version that was made current and is gone is an error, not a fallback.

    Raises ModelNotAvailable.
    """
    home = _home(modality, settings)
    pointer = home / "current"
    if not pointer.is_file():
        return modality.shipped
    folder = home / pointer.read_text(encoding="utf8").strip()
    if not (folder / MANIFEST).is_file():
        raise ModelNotAvailable(
            f"The current {modality.name} model {folder.name!r} is no longer there. "
            f"Delete {pointer.name!r} in {home.name!r} to use the one that ships, or run: {modality.train_command}"
        )
    return folder


def versions(modality: Modality, settings: Settings | None = None) -> list[str]:
    """Names of the models that this person published, oldest first."""
    home = _home(modality, settings)
    found = home.glob(f"*/{MANIFEST}") if home.is_dir() else []
    return [p.parent.name for p in sorted(found, key=lambda p: p.stat().st_mtime)]


def publish(
    modality: Modality,
    manifest: Manifest,
    files: Iterable[Path],
    settings: Settings | None = None,
    *,
    make_current: bool = True,
) -> Path:
    """Copy `files` into artifacts/<modality>/<version>, write digests and manifest, make it current.

    Raises InputError for a version name that is not a plain name or is taken.
    """
    folder = free_folder(modality, manifest.version, settings)
    place(folder, manifest, files)
    if make_current:
        (folder.parent / "current").write_text(manifest.version + "\n", encoding="utf8")
    return folder


def free_folder(modality: Modality, version: str, settings: Settings | None = None) -> Path:
    """Where a new version goes. Raises InputError for a name that is not a plain name or is taken."""
    if not _VERSION.fullmatch(version):
        raise InputError(f"A version is a plain name such as 2026-11-20a, got {version!r}.")
    folder = _home(modality, settings) / version
    if folder.exists():
        raise InputError(f"Version {version!r} of the {modality.name} model exists; choose another name.")
    return folder


def place(folder: Path, manifest: Manifest, files: Iterable[Path]) -> None:
    """Write a model folder: the files, then the manifest with their digests."""
    folder.mkdir(parents=True, exist_ok=True)
    digests = {}
    for file in files:
        target = folder / file.name
        if target.resolve() != file.resolve():
            shutil.copyfile(file, target)
        digests[file.name] = sha256(target)
    write_manifest(folder, replace(manifest, files=digests))


def _home(modality: Modality, settings: Settings | None) -> Path:
    return (settings or Settings.from_environment()).artifacts / modality.name
