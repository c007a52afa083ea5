"""What a run leaves in its output folder for --resume, with a mark of what each piece was made from."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import InputError
from speech_model.data import Clip
from speech_model.features import names
from speech_model.spectrum import Array

log = logging.getLogger(__name__)
MARKS = "made_from.json"


@dataclass(frozen=True)
class Kept:
    """The pieces in `output`; `mark` says what this run makes its own from. Nothing is taken without `resume`."""

    output: Path
    mark: str
    resume: bool

    @classmethod
    def of(cls, output: Path, clips: Sequence[Clip], vectors: Array, settings: str, *, resume: bool) -> Kept:
        """For a run on `clips` whose statistics are `vectors`, with `settings` that change what is learned."""
        known = [f"{c.path.name} {c.label} {c.speaker} {c.corpus} {c.split}" for c in clips]
        mark = hashlib.sha256("\n".join([settings, *names(), *known]).encode())
        mark.update(vectors.tobytes())
        return cls(output, mark.hexdigest()[:16], resume)

    def has(self, path: Path) -> bool:
        """Whether this finished piece can be taken. Raises InputError for one that was made from something else."""
        if not (self.resume and path.is_file()):
            return False
        mark = self._marks().get(self._name(path))
        if mark is None:
            log.info("%s is taken as it is: nothing says what it was made from", self._name(path))
        elif mark != self.mark:
            raise InputError(
                f"--resume cannot take {self._name(path)!r} from --output: it was made from other clips or labels, or "
                "with another --seed, --versions, --landmarks or --only. Leave out --resume, delete the file, or give "
                "another --output."
            )
        return True

    def add(self, path: Path) -> None:
        """Note what this piece was made from."""
        found = self._marks() | {self._name(path): self.mark}
        (self.output / MARKS).write_text(json.dumps(found, indent=1), encoding="utf8")

    def _marks(self) -> dict[str, str]:
        path = self.output / MARKS
        found: dict[str, str] = json.loads(path.read_text(encoding="utf8")) if path.is_file() else {}
        return found

    def _name(self, path: Path) -> str:
        return path.relative_to(self.output).as_posix()
