"""Write the model card from what was measured: facts are filled in by the program, words about limits are kept here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from model_registry import Manifest

_START = """# Speech model

Listens to how someone sounds, not to what they say, and answers with eight emotions, a distress signal, a timeline, and
the qualities of the voice that stand out. It is a wellness and research tool. It does not diagnose, it can be wrong
about any one person, and it must not be used to judge people at work, in school or in hiring.
"""
_METHOD = """## How it works

Every 10 ms one STFT gives a log-mel spectrum, energy, pitch and voicing (`frames.py`); the numbers of the mel spectrum
and the MFCCs are those of librosa, without librosa. Two families read them:

- **sklearn**: {statistics} statistics of a stretch of speech (`features.py`), 351 of them the logarithm of the
  covariance of MFCCs and their slopes (`texture.py`), to kernel ridge regression on landmarks (`kernel.py`). Which
  statistics count, and how much, is learned: the mean square of the gradient of a first machine to which all are
  alike (Radhakrishnan et al. 2024, the diagonal of it). How pitch, energy and spectrum go from the start of a clip to
  its end was tried in this family and left out: better on known corpora (CREMA-D, five folds, .62 to .65), worse on
  one that was never trained on (RAVDESS .37 to .26), as it learns the few sentences of a corpus.
- **keras**: the log-mel picture to residual convolutions that are steered by the statistics (`network.py`).

`average` is the mean of both after each got its own temperature. The default here is **{default}**: the best on
speakers held out from training, clean and disturbed (UA alone and with three calm clips, clean, then disturbed:
{held_out}). `speech_model.predictor.load(folder, variant)` takes each of them.

**Voice baseline.** Both families also read the statistics freed of the speaker: the speaker's offset from other
speakers, as well as a few calm clips can tell it, is taken off. A statistic that jumps about between the calm clips of
one person is believed less, and more clips are believed more (`inputs.Calm`, a best linear guess). The scikit-learn
model has a half of its own for voices with a baseline. In training the baseline was drawn at random from 1 to 8 neutral
clips of the speaker. The level of the voice counts only against a baseline, and there not to the last decibel. Earlier
clips of any mood (`voice_earlier`) tell the offset too, less surely; the page keeps them in memory, during a visit, and
only if the person agrees.

**Distress** is a logistic function of the expected distress of the labels (`speech_model/__init__.py` says how much
each label stands for), fitted to the distress of the true labels on held-out speakers, every label counted alike. Its
base rate is the mean of that target. `reliability` is 2 AUC - 1 of telling fear, sadness, anger and disgust from the
others.

**Doubt.** `certainty` falls with little speech, noise, clipping, a narrow band, and with statistics further from the
usual than 99 in 100 training clips. Below a probability of 0.4, or a certainty of 0.4, the notes say that Attune cannot
tell. Recordings without a voice are refused.
"""
_DATA = """## Data

Public corpora, none of which is in this repository. Speakers in the scores were never trained on; of the training
speakers some were held out for temperature, distress and the choice of the default.

| corpus | speakers, language | used for | licence as its makers state |
|---|---|---|---|
| CREMA-D | 73 of 91 actors, English | training and scores | ODbL 1.0 / DbCL 1.0 |
| RAVDESS | 18 of 24 actors, English | training and scores | CC BY-NC-SA 4.0 |
| TESS | 2 actresses, English | training only | CC BY-NC-ND 4.0 |

Training also hears each clip faster and slower, in rooms, with noise of 0 to 30 dB, through other microphones,
telephones and codecs (`augment.py`); labels are balanced within each corpus and the
corpora against each other. Listeners' votes as soft labels made the score worse, so they are hardly used.
"""
_LIMITS = """## Limits

- Acted speech in English. Real feelings are weaker and mixed; other languages and accents were not measured.
- People who listened to CREMA-D without a picture named the intended emotion in 41 % of the clips. A score near that is
  not a failure of the ear, and a score above it does not mean that the model knows how someone feels.
- Children, illness, a cold, shouting over noise and whispering were hardly in the data.
- Noise costs much: at 10 dB the table above shows how much. A very quiet recording loses its faint parts to rounding.
- `surprise` and `calm` come from few speakers. Without a baseline `calm`, `neutral` and a quiet kind of `sadness` are
  often taken for each other.
- A singing voice, television in the background or two people at once are read as if they were one person's speech.
- Sex and age in the tables are those of the corpora; differences between groups are real and are shown, not hidden.
"""


def write_card(path: Path, manifest: Manifest) -> Path:
    """The model card as Markdown."""
    facts = manifest.facts
    held = "; ".join(f"{name} {' '.join(f'{s:.3f}' for s in found)}" for name, found in facts["held_out_UA"].items())
    method = _METHOD.format(statistics=facts["statistics"], default=facts["default"], held_out=held)
    parts = [
        _START,
        "## Scores\n",
        score_table(manifest.metrics),
        _groups(manifest.metrics, facts["default"]),
        _more(manifest.metrics),
        method,
        _DATA,
        _LIMITS,
        _again(manifest),
    ]
    path.write_text("\n".join(part for part in parts if part).rstrip() + "\n", encoding="utf8")
    return path


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
    return "" if score is None else f"{score['UA']:.3f} ({score['UA_95'][0]:.2f} to {score['UA_95'][1]:.2f})"


def _calibration(score: Mapping[str, Any] | None) -> str:
    return "" if score is None else f"{score['ECE']:.3f} ({score['ECE_by_chance']:.3f})"


def _groups(metrics: Mapping[str, Any], default: str) -> str:
    lines = [f"By group, `{default}` (UA alone / with 3 calm clips; small groups, so wide intervals):", ""]
    lines += ["| corpus | group | alone | with 3 calm clips |", "|---|---|---|---|"]
    for corpus, modes in metrics["test"][default].items():
        for kind in ("by_group", "by_age"):
            for group, value in modes["alone"][kind].items():
                other = modes.get("3 calm clips", {kind: {}})[kind].get(group)
                lines.append(f"| {corpus} | {group} | {value:.3f} | {'' if other is None else f'{other:.3f}'} |")
    return "\n".join(lines) + "\n"


def _more(metrics: Mapping[str, Any]) -> str:
    lines: list[str] = []
    if "earlier" in metrics:
        corpora = sorted({c for found in metrics["earlier"].values() for c in found})
        lines += ["When some other clips of the speaker, of any mood, are known too (UA, default variant):", ""]
        lines += ["| known of the speaker | " + " | ".join(corpora) + " |", "|---|" + "---|" * len(corpora)]
        for name, found in metrics["earlier"].items():
            lines.append(f"| {name} | " + " | ".join(f"{found[c]:.3f}" if c in found else "" for c in corpora) + " |")
        lines.append("")
    if "corruptions" in metrics:
        clean = metrics["corruptions"]["clean"]
        lines += [
            "One thing wrong at a time, half of the clips, default variant, alone (UA; change against clean):",
            "",
        ]
        lines += ["| what | " + " | ".join(clean) + " |", "|---|" + "---|" * len(clean)]
        for name, scores in metrics["corruptions"].items():
            cells = " | ".join(f"{v:.3f} ({v - clean[c]:+.3f})" for c, v in scores.items())
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


def _again(manifest: Manifest) -> str:
    training = manifest.training
    libraries = ", ".join(f"{name} {version}" for name, version in training["libraries"].items())
    return (
        f"## Make it again\n\n`{training['command']}`, seed {training['seed']}, finished {training['finished']} "
        f"(version {manifest.version}). Clips trained on: {training['clips']}; held-out speakers: "
        f"{training['held-out speakers']}. Python {training['python']}, {libraries}. All numbers lie in the manifest. "
        f"{training.get('note', '')}\n"
    )
