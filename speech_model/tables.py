"""The tables of a model card, in Markdown: scores, groups, corruptions, folds, corpora left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def score_table(metrics: Mapping[str, Any]) -> str:
    """UA with 95 % intervals on unseen speakers, one row per variant and corpus."""
    lines = [
        "UA (mean recall of the labels) on speakers that were never trained on, with its 95 % interval. ECE: expected",
        "calibration error, 15 bins; in brackets by chance, what a model would show on as many clips that is right",
        "exactly as often as it says.",
        "",
        "| model | corpus | clips | alone | ECE | with 3 calm clips | ECE |",
        "|---|---|---|---|---|---|---|",
    ]
    for corpus, value in metrics["control"].items():
        lines.append(f"| control: mean MFCC + SVM | {corpus} | | {value:.3f} | | | |")
    for variant, corpora in metrics["test"].items():
        for corpus, modes in corpora.items():
            alone, base = modes["alone"], modes.get("3 calm clips")
            lines.append(
                f"| {variant} | {corpus} | {alone['clips']} | {_with_interval(alone)} | {_calibration(alone)} "
                f"| {_with_interval(base)} | {_calibration(base)} |"
            )
    return "\n".join(lines) + "\n"


def _with_interval(score: Mapping[str, Any] | None) -> str:
    return "" if score is None else f"{score['UA']:.3f} ({_to(score['UA_95'])})"


def _calibration(score: Mapping[str, Any] | None) -> str:
    return "" if score is None else f"{score['ECE']:.3f} ({score['ECE_by_chance']:.3f})"


def group_table(metrics: Mapping[str, Any], default: str) -> str:
    """UA of women, men and ages; from five folds where they were measured, as every speaker is in them."""
    folds = metrics.get("five_folds", {})
    variant = default if default in folds or not folds else next(iter(folds))
    where = "over all speakers in five folds" if folds else "on speakers that were never trained on"
    title = f"By group, `{variant}` {where} (UA, alone and with 3 calm clips; small groups, so wide intervals):"
    head, lines = [title, "", "| corpus | group | alone | with 3 calm clips |", "|---|---|---|---|"], []
    for corpus, modes in (folds or metrics["test"])[variant].items():
        alone, base = modes["alone"], modes.get("3 calm clips", {})
        for kind in ("by_group", "by_age"):
            for group in alone[kind]:
                cells = (_of_group(found, kind, group) for found in (alone, base))
                lines.append(f"| {corpus} | {group} | {' | '.join(cells)} |")
    return "\n".join([*head, *lines]) + "\n" if lines else ""


def _of_group(score: Mapping[str, Any], kind: str, group: str) -> str:
    """UA of a group, with its interval where that was measured."""
    if group not in score.get(kind, {}):
        return ""
    between = score.get(f"{kind}_95", {}).get(group)
    return f"{score[kind][group]:.3f}" + (f" ({_to(between)})" if between else "")


def _to(between: Sequence[float]) -> str:
    return f"{between[0]:.2f} to {between[1]:.2f}"


def more_tables(metrics: Mapping[str, Any]) -> str:
    """With earlier clips, under corruptions, in five folds, and on a corpus never trained on, where measured."""
    lines: list[str] = []
    if "earlier" in metrics:
        corpora = sorted({c for found in metrics["earlier"].values() for c in found})
        lines += ["When some other clips of the speaker, of any mood, are known too (UA, default variant):", ""]
        lines += ["| known of the speaker | " + " | ".join(corpora) + " |", "|---|" + "---|" * len(corpora)]
        for name, found in metrics["earlier"].items():
            lines.append(f"| {name} | " + " | ".join(f"{found[c]:.3f}" if c in found else "" for c in corpora) + " |")
        lines.append("")
    if "corruptions" in metrics:
        clean, intervals = metrics["corruptions"]["clean"], metrics.get("corruptions_95", {})
        lines += [
            "One thing wrong at a time, half of the clips, default variant, alone (UA; change against clean):",
            "",
        ]
        lines += ["| what | " + " | ".join(clean) + " |", "|---|" + "---|" * len(clean)]
        for name, scores in metrics["corruptions"].items():
            between = {c: f"{_to(edges)}; " for c, edges in intervals.get(name, {}).items()}
            cells = " | ".join(f"{v:.3f} ({between.get(c, '')}{v - clean[c]:+.3f})" for c, v in scores.items())
            lines.append(f"| {name} | {cells} |")
        lines.append("")
    if "five_folds" in metrics:
        rows = [(v, c, modes) for v, corpora in metrics["five_folds"].items() for c, modes in corpora.items()]
        lines += _unheard("Five folds over all speakers of all corpora", rows, metrics["fold minutes"])
    if metrics.get("left_out"):
        rows = [(v, c, modes) for c, variants in metrics["left_out"].items() for v, modes in variants.items()]
        lines += _unheard(
            "A corpus never trained on, in the labels that every corpus has", rows, metrics["fold minutes"]
        )
    elif any(len(corpora) > 1 for corpora in metrics.get("five_folds", {}).values()):
        lines.append("No corpus was left out of training and measured: fewer than two labels are in all of them.")
    return "\n".join(lines)


def _unheard(title: str, rows: Sequence[tuple[str, str, Mapping[str, Any]]], minutes: float) -> list[str]:
    trained = (
        f"; the Keras network for at most {minutes:g} minutes"
        if any(variant == "keras" for variant, *_ in rows)
        else ""
    )
    lines = [f"{title} (models trained anew, with the temperatures of the one that ships{trained}):", ""]
    lines += ["| model | corpus | clips | alone | with 3 calm clips |", "|---|---|---|---|---|"]
    for variant, corpus, modes in rows:
        alone, base = modes["alone"], modes.get("3 calm clips")
        lines.append(f"| {variant} | {corpus} | {alone['clips']} | {_with_interval(alone)} | {_with_interval(base)} |")
    return [*lines, ""]
