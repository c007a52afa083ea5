"""Where a history lies on this computer; asking creates nothing."""

from __future__ import annotations

import os
from pathlib import Path

FILE = "history.db"
PUT_ASIDE = "history-damaged-"


def data_folder() -> Path:
    """ATTUNE_DATA, or the folder that this system keeps for a person's own data."""
    chosen = os.environ.get("ATTUNE_DATA", "").strip()
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415 - a page that asks nothing of history needs no package

    return user_data_path("attune", appauthor=False)


def history_file(folder: Path | None = None) -> Path:
    """Path of the history, which exists only if the person switched it on."""
    return (folder or data_folder()) / FILE


def traces(file: Path) -> list[Path]:
    """Every file that may hold a part of this history: itself, its journals, and damaged ones put aside."""
    beside = [file.with_name(file.name + end) for end in ("", "-journal", "-wal", "-shm")]
    aside = sorted(file.parent.glob(f"{PUT_ASIDE}*")) if file.parent.is_dir() else []
    return [path for path in (*beside, *aside) if path.is_file()]
