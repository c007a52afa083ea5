"""Write the model card from what was measured; tables are in tables.py, words about data and limits in corpora.py."""

from __future__ import annotations

from pathlib import Path

from model_registry import Manifest
from speech_model.corpora import data, is_default, left_out, limits, unnamed
from speech_model.labels import unsure_below
from speech_model.tables import group_table, more_tables, score_table

_START = """# Speech model

Listens to how someone sounds, not to what they say, and answers with {answers}, a distress signal, a timeline, and
the qualities of the voice that stand out. It is a wellness and research tool. It does not diagnose, it can be wrong
about any one person, and it must not be used to judge people at work, in school or in hiring.
"""
_METHOD = """## How it works

Every 10 ms one STFT gives a log-mel spectrum, energy, pitch and voicing (`frames.py`); the numbers of the mel spectrum
and the MFCCs are those of librosa, without librosa. {families} them:

"""
_SKLEARN = """\
- **sklearn**: {statistics} statistics of a stretch of speech (`features.py`), 351 of them the logarithm of the
  covariance of MFCCs and their slopes (`texture.py`), to kernel ridge regression on landmarks (`kernel.py`). Which
  statistics count, and how much, is learned: the mean square of the gradient of a first machine to which all are
  alike (Radhakrishnan et al. 2024, the diagonal of it).{tried}
"""
_TRIED = """ How pitch, energy and spectrum go from the start of a clip to
  its end was tried in this family and left out: better on known corpora (CREMA-D, five folds, .62 to .65), worse on
  one that was never trained on (RAVDESS .37 to .26), as it learns the few sentences of a corpus."""
_KERAS = """- **keras**: the log-mel picture to residual convolutions that are steered by the statistics (`network.py`).
"""
_AVERAGE = """
`average` is the mean of both after each got its own temperature. The default here is **{default}**: the best on
speakers held out from training, clean and disturbed (UA alone and with three calm clips, clean, then disturbed:
{held_out}). `speech_model.predictor.load(folder, variant)` takes each of them.
"""
_ALONE = """
On speakers held out from training, clean and disturbed, it reaches (UA alone and with three calm clips, clean, then
disturbed): {held_out}.
"""
_BASELINE = """
**Voice baseline.** {both} the statistics freed of the speaker: the speaker's offset from other
speakers, as well as a few calm clips can tell it, is taken off. A statistic that jumps about between the calm clips of
one person is believed less, and more clips are believed more (`inputs.Calm`, a best linear guess).{half}\
 In training the baseline was drawn at random from 1 to 8 {calm}.\
 The level of the voice counts only against a baseline, and there not to the last decibel. Earlier
clips of any mood (`voice_earlier`) tell the offset too, less surely; the page keeps them in memory, during a visit, and
only if the person agrees, and uses them beside calm clips only.
"""
_NO_BASELINE = """
**Voice baseline.** No speaker whom it learned from had calm clips, so calm recordings are not used.
"""
_HALF = """ The scikit-learn
model has a half of its own for voices with a baseline."""
_REST = """
**Distress** is a logistic function of the expected distress of the labels (`speech_model/__init__.py` says how much
each label stands for), fitted to the distress of the true labels on held-out speakers, every label counted alike. Its
base rate is the mean of that target. `reliability` is 2 AUC - 1 of telling {distressed} from the
others.

**Doubt.** `certainty` falls with little speech, noise, clipping, a narrow band, and with statistics further from the
usual than 99 in 100 training clips. Below a probability of {unsure:g}, or a certainty of 0.4, the notes say that Attune
cannot tell. Recordings without a voice are refused.
"""


def write_card(path: Path, manifest: Manifest) -> Path:
    """The model card as Markdown."""
    labels = manifest.facts["labels"]
    parts = [
        _START.format(answers="eight emotions" if is_default(manifest) else f"a label ({', '.join(labels)})"),
        "## Scores\n",
        score_table(manifest.metrics),
        unnamed(manifest.training),
        left_out(manifest.training),
        group_table(manifest.metrics, manifest.facts["default"]),
        more_tables(manifest.metrics),
        _method(manifest),
        data(manifest),
        limits(manifest),
        _again(manifest),
    ]
    path.write_text("\n".join(part for part in parts if part).rstrip() + "\n", encoding="utf8")
    return path


def _method(manifest: Manifest) -> str:
    """How it works, of the families that this model has."""
    facts, known = manifest.facts, is_default(manifest)
    held = "; ".join(f"{name} {' '.join(f'{s:.3f}' for s in found)}" for name, found in facts["held_out_UA"].items())
    has_sklearn, has_keras = (family in facts["members"] for family in ("sklearn", "keras"))
    has_both = has_sklearn and has_keras
    parts = [
        _METHOD.format(families="Two families read" if has_both else "One family reads"),
        _SKLEARN.format(statistics=facts["statistics"], tried=_TRIED if known else "") if has_sklearn else "",
        _KERAS if has_keras else "",
        (_AVERAGE if has_both else _ALONE).format(default=facts["default"], held_out=held),
        _BASELINE.format(
            both="Both families also read" if has_both else "The model also reads",
            half=_HALF if has_sklearn else "",
            calm="neutral\nclips of the speaker" if known else "calm\nclips of the speaker, where there were any",
        )
        if facts.get("learned_with_baseline", True)
        else _NO_BASELINE,
        _REST.format(
            distressed="fear, sadness, anger and disgust" if known else "labels that stand for distress",
            unsure=unsure_below(len(facts["labels"])),
        ),
    ]
    return "".join(parts)


def _again(manifest: Manifest) -> str:
    training = manifest.training
    libraries = ", ".join(f"{name} {version}" for name, version in training["libraries"].items())
    return (
        f"## Make it again\n\n`{training['command']}`, seed {training['seed']}, finished {training['finished']} "
        f"(version {manifest.version}). Clips trained on: {training['clips']}; held-out speakers: "
        f"{training['held-out speakers']}. Python {training['python']}, {libraries}. All numbers lie in the manifest. "
        f"{training.get('note', '')}\n"
    )
