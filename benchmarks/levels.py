"""Levels of risk on labelled posts: how good they are, and the refit of fusion/thresholds.json in one command.

python -m benchmarks.levels [--fit] [--data DIR]     (the models are asked anew when their version has changed)
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.labelled import FITTED, SCORED, Desk, Files
from core.settings import ROOT
from core.types import LEVELS
from fusion import fit
from fusion.records import Record
from fusion.thresholds import shipped
from modalities import MODALITIES
from pipeline import Pipeline

FOLDER = ROOT / "runs" / "levels"


def main() -> None:
    """Read the arguments; fit when asked to; print the figures of the thresholds in use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.levels", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--fit", action="store_true", help="fit thresholds.json again first, on rows marked train")
    options = parser.parse_args()
    models = Pipeline(MODALITIES)
    versions = [str(models.predictor(name).describe()["version"]) for name in ("text", "speech")]
    desk = Desk(models, options.data, FOLDER / "-".join(versions))
    if options.fit:
        refit(desk)
    print("\n".join([*promise(), *report(fit.read_all([desk.read(SCORED)]))]))


def refit(desk: Desk) -> None:
    """Hand what was collected to fusion.fit."""
    files = {source: desk.read(source) for source in FITTED}
    bounds = [
        (items, results, levels if source.bounds is None else source.bounds)
        for source, (items, results, levels) in files.items()
        if source.bounds != ""
    ]
    fit.main([*_options("--data", [*files.values(), desk.read_pairs()]), *_options("--bounds", bounds)])
    shipped.cache_clear()


def _options(name: str, files: Iterable[Files]) -> list[str]:
    return [part for three in files for part in (name, *three)]


def promise() -> list[str]:
    """What conformal control promises, and how often it held on halves that were not fitted, as the fit found it."""
    facts = shipped().provenance
    lines = ["conformal control over 200 random splits (5th, 50th, 95th percentile of the other half)"]
    for level in LEVELS:
        found, kept = facts["coverage_on_the_other_half"][level], facts["splits_that_kept_the_promise"][level]
        lines.append(f"  {level}: promised {facts['promised_coverage'][level]:.2f}, found {found}, kept in {kept:.1%}")
    return lines


def report(found: Sequence[Record]) -> list[str]:
    """Mean level error, recall of each level and what was said instead, on rows that nothing was fitted on."""
    limits = shipped()
    said = [LEVELS[max(LEVELS.index(limits.level(r.score(limits))), LEVELS.index(r.floor))] for r in found]
    wrong = [abs(LEVELS.index(r.level) - LEVELS.index(s)) for r, s in zip(found, said, strict=True)]
    lines = [f"posts by level of risk, validation, n={len(found)}: mean level error {sum(wrong) / len(wrong):.3f}"]
    for level in LEVELS:
        own = [s for r, s in zip(found, said, strict=True) if r.level == level]
        counts = ", ".join(f"{own.count(s)} {s}" for s in LEVELS)
        lines.append(f"  {level}: recall {own.count(level) / len(own):.3f} of {len(own)}  (said: {counts})")
    return lines


if __name__ == "__main__":
    main()
