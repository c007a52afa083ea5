"""What the model card says of a model of one task: what training knows of it, and nothing of the one that ships."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model_registry import Manifest
from text_model.encoder import MINILM

_KINDS = {"distilbert": "DistilBERT", "bert": "BERT", "roberta": "RoBERTa"}
_START = """# Text model of one task

Reads what someone wrote and answers one question, `{task}`: {labels}.
It is a wellness and research tool. It does not diagnose, it can be wrong about any one person, and it must not be
used to judge people at work, in school or in hiring.
"""
_METHOD = """## How it works

{encoder} with one head reads windows of at most {max_tokens} tokens that overlap by
{overlap}; of several windows {several}. Scale, bias and thresholds were fitted on held-out rows where
there were thirty or more.{words}

Texts are brought to one way of writing before the model sees them (`normalise.py`). {restyled} All numbers lie
in the manifest.
"""
_RESTYLED = """Training restyles them at random,
alike for all labels (`augment.py`; --style {style:g}), so that style does not give a label away, and makes men of women
and women of men in half of them."""
_AS_WRITTEN = "Training takes them as they were written (--style 0)."
_WORDS = """

Beside it stands a linear model of word pieces and pairs of neighbours (`wide.py`), learned from the same rows. Its
logits are added to the network's in the share that makes held-out rows likeliest: {share:g}."""
_OWN_FILE = """## Data

A file of one's own, `{file}`: {rows} rows to train on and {held} held out, {parts}.
Rows that begin with the same twelve words are on one side. Rows to train on by label: {by_label}.
Where the texts come from, and what may be done with them, is known to whoever made the file.
"""
_APART = """half of them for early stopping,
calibration and thresholds, half for the scores above"""
_TOGETHER = """all of them both for
early stopping, calibration and thresholds and for the scores above, which are therefore too good: they were
too few to part"""
_CORPORA = """## Data

The corpora of Attune that answer `{task}`: {pools}. `text_model/README.md` describes them with their
licences. {held} rows were held out for early stopping, calibration and thresholds; the scores above are of rows
marked as validation, which were never trained on.
"""
_LIMITS = """## Limits

- Only rows of the same source were scored. Elsewhere it may do worse; how much was not measured.
- English only. Other languages, code, lists and unknown words are noticed, said, and lower the confidence.
"""
_NO_CRISIS = "- It does not listen for a crisis: only the rule of explicit words in `fusion/crisis.py` does.\n"
_CRISIS = "- It can miss a crisis. It is never the only guard: the rule in `fusion/crisis.py` catches explicit words.\n"
_NO_DISTRESS = "- It does not tell distress from calm, so that a text has no distress to add to the level of risk.\n"


def own_start(manifest: Manifest) -> str:
    """Title, question and answers."""
    task, facts = _task(manifest)
    return _START.format(task=task, labels=", ".join(facts["labels"]))


def own_sections(manifest: Manifest) -> list[str]:
    """How it works, data and limits."""
    task, facts = _task(manifest)
    several = "the worst speaks" if task == "crisis" else "the mean counts"
    words = _WORDS.format(share=share) if (share := facts.get("share of words")) else ""
    style = manifest.training.get("plan", {}).get("style", 1.0)
    how = _METHOD.format(
        **manifest.facts["windows"],
        encoder=encoder_words(manifest),
        several=several,
        words=words,
        restyled=_RESTYLED.format(style=style) if style else _AS_WRITTEN,
    )
    limits = [_LIMITS, _CRISIS if task == "crisis" else _NO_CRISIS]
    if not manifest.facts.get("distress"):
        limits.append(_NO_DISTRESS)
    return [how, _data(task, manifest), "".join(limits)]


def encoder_words(manifest: Manifest) -> str:
    """The shape of the encoder, to begin a sentence with."""
    own: Mapping[str, Any] | None = manifest.training.get("encoder")
    if own is None or manifest.training.get("base", MINILM) == MINILM:
        return "A six-layer DistilBERT of width 384"
    return f"A {_KINDS[own['kind']]} of {own['layers']} layers and width {own['width']}"


def base_words(manifest: Manifest) -> str:
    """What the encoder was before training."""
    base = manifest.training.get("base", MINILM)
    started = "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)" if base == MINILM else f"`{base}`"
    return f"The encoder started from {started}.\n"


def _task(manifest: Manifest) -> tuple[str, Mapping[str, Any]]:
    ((task, facts),) = manifest.facts["tasks"].items()
    return task, facts


def _data(task: str, manifest: Manifest) -> str:
    training = manifest.training
    held, rows = training["held out"], {name: own["rows"] for name, own in training["rows"].items() if own["rows"]}
    if "file" in training:
        by_label = ", ".join(f"{label} {n}" for label, n in training["rows by label"].items())
        # A model of before the number was kept counts as scored on other rows.
        parts = _TOGETHER if training.get("scored", 0) == held else _APART
        said = _OWN_FILE.format(
            file=training["file"], rows=sum(rows.values()), held=held, parts=parts, by_label=by_label
        )
    else:
        pools = ", ".join(f"{name} ({n} rows)" for name, n in rows.items())
        said = _CORPORA.format(task=task, pools=pools, held=held)
    return f"{said}\n{base_words(manifest)}"
