"""Write the model card from what was measured: facts are filled in by the program, words about limits are kept here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model_registry import Manifest
from text_model.own_card import base_words, encoder_words, own_sections, own_start
from text_model.studies import studies_section

_BY_CHANCE = """
ECE: expected calibration error, 15 bins. By chance: what a model would show on as many rows that is right exactly as
often as it says."""
_BY_LABEL = "Of emotions each label is a chance of its own; the mean over the labels is given."
_FIGURES = {"confusion": "confusion", "reliability": "reliability", "precision_recall": "precision and recall"}
_START = """# Text model

Reads what someone wrote and answers six questions in one pass: state, crisis, severity, emotions, moods, polarity.
It is a wellness and research tool. It does not diagnose, it can be wrong about any one person, and it must not be
used to judge people at work, in school or in hiring.
"""
_LIMITS = """## Limits

- English only. Other languages, code, lists and unknown words are noticed, said, and lower the confidence.
- The labels of `state` come from where a text was posted, not from a clinic. "Depression" here means: reads like what
  people post where depression is talked about.
- One hopeless sentence among ordinary talk raises the distress of calm short texts by .3 and more on average, of some
  by .02 only.
- A dark passage without plain words may go unheard in a long text. The one that was tried raised an alarm amid
  fifteen of eighteen lengths of ordinary talk, up to 23,500 characters, and a doubt amid the other three.
- Long calm texts may raise a doubt that does not belong there. Of sixty texts of 1,500 to 6,000 characters each, put
  together of journal entries in good moods, did 23 %, of calm posts of our own 7 %, of everyday sentences of many
  people 13 %, and 3 % of the last an alarm; of 19 calm validation posts of more than 120 words none.
- Given names are read as one (`names.txt`); among 33 that are mostly not on the list a sad sentence read .78 to .99.
- The crisis task misses about one in ten of the crisis texts and calls some sad but safe texts a crisis (see the false
  alarms above). It is never the only guard: explicit words are caught by the rule in `fusion/crisis.py`.
- Models of one task were cut short by the clock (`state` and `crisis` had a third of a pass), so that the table above
  shows no gain of these two by learning together. Three models of `severity` differ by .04 with the seed and the joint
  one lies among them, .016 below their mean; on 327 rows that is no sure loss, and no proof that there is none.
- Stress and anxiety are often taken for each other, and both for depression, in short texts.
- Sarcasm, song lyrics without quotation and in-jokes are read as they stand.
- A text about another person can be read as if it were about the writer. The crisis rule of the fusion looks at that.
- Bipolar disorder, personality disorders and other states have no label of their own.
- `severity` was learned from posts of cancer survivors and caregivers whose words were cut to their stems, and from 560
  texts of our own in whole words; `polarity` from phrases of film reviews and from what the labels of other corpora
  say. Of texts by blind authors in natural words (`tests/model/test_natural_words.py`) severity is right in .90 (it was
  .73 without our own texts), polarity in .92 (.81), moods in .91 (.91), and the clearest emotion is among those
  selected in .72 (.48). They are made up as well; never read, but counted ten times while this network was chosen.
- `calm`, `tired` and `overwhelmed` among the moods were learned from template sentences and our own only.
- About 30 % of the GoEmotions labels are disputed by an audit; dialects and groups are not evenly represented.
"""
_DATA = """## Data

Public corpora, none of which is in this repository; rows marked as validation were never trained on, and rows that
begin with the same twelve words as one of them{twins} were left out. \
Six per cent of the training rows were held out for early
stopping, calibration and thresholds, less those that hold as much in common with a row that was learned.

| corpus | used for | licence as its makers state |
|---|---|---|
| Sentiment Analysis for Mental Health (Kaggle) and its sources | state, crisis | not confirmed |
| suicide-watch posts and suicidal tweets (Kaggle) | crisis, state neutral | not confirmed |
| sentiments of cancer survivors and caregivers (Mendeley 69dcnv2gzd) | severity | not confirmed |
| GoEmotions | emotions, softly polarity, calm texts for state and crisis | Apache-2.0 |
| journal templates and EmpatheticDialogues situations | moods, softly state and polarity | none stated; CC BY-NC 4.0 |
| SST-2 phrases | polarity | none stated |
| CARER and MindScan | calm and low everyday texts, softly polarity | research and education |
| own templates (`traps.py`) | negation, other people, quotes, idioms | Apache-2.0 |
| own check-ins (`sentences/check_ins.yaml`) | state of short check-ins, no crisis | Apache-2.0 |
| own posts (`sentences/posts.yaml`) | state and crisis in 20 to 170 words of many styles | Apache-2.0 |
| own journal entries (`sentences/moods.yaml`) | moods, softly state and polarity | Apache-2.0 |
| own posts and messages by severity (`sentences/severity.yaml`) | severity, no crisis, softly polarity | Apache-2.0 |
| own comments (`sentences/emotions.yaml`) | emotions, softly polarity | Apache-2.0 |
| own good and bad days (`sentences/polarity.yaml`) | polarity | Apache-2.0 |
| own crisis corpus (`sentences/crisis_*.yaml`) | crisis, and what only sounds like it | Apache-2.0 |

Our own sentences are made up: language models wrote them for Attune, from several briefs that could not see each
other's results. They are nobody's words, and real people write in more ways than they do.
"""
_METHOD = """## How it works

{encoder} with one head per task reads windows of at most {max_tokens} tokens that overlap
by {overlap}. For `crisis` the worst window speaks, less a correction for the number of windows; for the other tasks
the mean. Scale, bias and thresholds of every task, and a small logistic model of distress on top, were fitted on
held-out rows.{branches}{words}
`reliability` is 2 AUC - 1 of that distress model, cross-fitted. All numbers lie in the manifest.

Reasons are phrases: up to 40 versions of the most distressed passage, each without some of its phrases, are read in one
batch, and a linear model of them says what each phrase adds to the distress and to the answer of each task (Shapley
values by sampling, `explain.py`).

Texts are brought to one way of writing before the model sees them (`normalise.py`), and training restyles every text at
random, alike for all classes and sources (`augment.py`), so that style does not give a class away; in half of them men
become women and women men. The texts for `state` and `crisis` are cut or joined to one distribution of lengths; half of
the long ones are read whole.
"""


def write_card(path: Path, manifest: Manifest) -> Path:
    """The model card as Markdown. The words kept here are about all tasks and the corpora; see `own_card` for one."""
    alone = _alone(manifest)
    parts = [
        own_start(manifest) if alone else _START,
        "## Scores\n",
        score_table(manifest.metrics),
        _details(manifest.metrics),
        *_uncalibrated(manifest),
        *(own_sections(manifest) if alone else _sections(manifest)),
        _again(manifest),
    ]
    path.write_text("\n".join(parts).rstrip() + "\n", encoding="utf8")
    return path


def _alone(manifest: Manifest) -> bool:
    return len(manifest.facts.get("tasks", ())) == 1


def _sections(manifest: Manifest) -> list[str]:
    facts = {"encoder": encoder_words(manifest), **manifest.facts["windows"]}
    method = _METHOD.format(**facts, branches=_branches(manifest), words=_words(manifest))
    return [studies_section(), method, f"{_DATA.format(twins=_twins(manifest))}\n{base_words(manifest)}", _LIMITS]


def _twins(manifest: Manifest) -> str:
    """Nothing for models of before `twins.py`; earlier runs that one went on from may be such."""
    left_out = sum(manifest.training.get("left out", {}).values())
    if not left_out:
        return ""
    when = "in this last run, " if manifest.training.get("went on from") else ""
    return f", or {when}hold two fifths of their\nruns of five words in common with one ({left_out} rows in all),"


def _branches(manifest: Manifest) -> str:
    groups = [" and ".join(tasks) for tasks in manifest.training.get("last layers", {}).values()]
    if not groups:
        return ""
    return (
        f"\n\nThe last layer is there {len(groups)} times, for {'; for '.join(groups)}, and is computed for the first\n"
        "token only, at a sixth of a whole layer's cost each. All tasks share the layers below.\n"
    )


def _words(manifest: Manifest) -> str:
    shares = {
        task: own["share of words"]
        for task, own in manifest.facts.get("tasks", {}).items()
        if own.get("share of words")
    }
    if not shares:
        return ""
    told = ", ".join(f"{task} {share:g}" for task, share in shares.items())
    return (
        "\n\nBeside it stands a linear model of word pieces and pairs of neighbours (`wide.py`), learned from\n"
        "the same rows. Its logits are added to the network's, for each task in the share that makes held-out rows\n"
        f"likeliest: {told}. `crisis` goes without: a word alone must not raise an alarm.\n"
    )


def score_table(metrics: Mapping[str, Any]) -> str:
    """One line per task with interval and control."""
    lines = [
        "| task | rows | macro-F1 (95 % interval) | accuracy, micro-F1 | ECE (by chance) | TF-IDF control |",
        "|---|---|---|---|---|---|",
    ]
    for task, own in metrics["tasks"].items():
        low, high = own["interval"]
        other = own.get("accuracy", own.get("micro_f1"))
        ece = f"{own['ece']:.3f} ({own['ece_by_chance']:.3f})" if "ece" in own else "-"
        simple = metrics["control"].get(task, {})
        control = f"{simple['macro_f1']:.3f}" if "macro_f1" in simple else "-"
        scores = f"{own['macro_f1']:.3f} ({low:.3f} to {high:.3f}) | {other:.3f}"
        lines.append(f"| {task} | {own['n']} | {scores} | {ece} | {control} |")
    lines.append(_BY_CHANCE)
    if any("ece_by_label" in own for own in metrics["tasks"].values()):
        lines.append(_BY_LABEL)
    return "\n".join(lines) + "\n"


def _details(metrics: Mapping[str, Any]) -> str:
    lines = []
    if "state, same lengths" in metrics:
        own = metrics["state, same lengths"]
        value = f"macro-F1 {own['macro_f1']:.3f} on {own['n']} rows"
        lines.append(f"State where neutral and other texts have the same lengths: {value}.\n")
    for task, own in metrics["tasks"].items():
        if "recall" in own:
            lines.append(
                f"- {task}, recall: " + ", ".join(f"{label} {value:.2f}" for label, value in own["recall"].items())
            )
            if len(own["by_source"]) > 1:
                lines.append(f"- {task}, macro-F1 by source: " + _slices(own["by_source"]))
        elif "f1" in own:
            lines.append(f"- {task}, F1: " + ", ".join(f"{label} {value:.2f}" for label, value in own["f1"].items()))
        if "ece_by_label" in own:
            lines.append(f"- {task}, ECE: " + ", ".join(f"{k} {v:.3f}" for k, v in own["ece_by_label"].items()))
        if "by_words" in own:
            lines.append(f"- {task}, macro-F1 by words: " + _slices(own["by_words"]))
    for title in ("false alarms", "unseen sources"):
        for name, values in metrics.get(title, {}).items():
            lines.append(f"- {title}, {name}: " + ", ".join(f"{k} {v}" for k, v in values.items()))
    cost = metrics.get("int8 against fp32", {}).get("chosen", {})
    if cost:
        lines.append(
            "- int8 less fp32, macro-F1 on held-out and validation rows: "
            + ", ".join(f"{k} {v:+.4f}" for k, v in cost.items())
        )
    return "\n".join((*lines, *_figures(metrics))) + "\n"


def _figures(metrics: Mapping[str, Any]) -> list[str]:
    """A line of links for each kind of figure that was drawn."""
    lines: list[str] = []
    for kind, words in _FIGURES.items():
        drawn = [task for task, own in metrics["tasks"].items() if kind in own]
        if drawn:
            links = ", ".join(f"[{task}, {words}](figures/{task}_{kind}.svg)" for task in drawn)
            lines.append(f"- {'and' if lines else 'figures'}: {links}")
    return lines


def _uncalibrated(manifest: Manifest) -> list[str]:
    told = "not calibrated: {} held-out rows were too few, so that its confidence is not to be taken at its word"
    facts = manifest.facts.get("tasks", {})
    return [f"- {t}, {told.format(own['not calibrated'])}\n" for t, own in facts.items() if "not calibrated" in own]


def _slices(parts: Mapping[str, Mapping[str, Any]]) -> str:
    return ", ".join(f"{name} {part['macro_f1']:.2f} (n {part['n']})" for name, part in parts.items() if part["n"])


def _again(manifest: Manifest) -> str:
    training = manifest.training
    named = "the command" if _alone(manifest) else "CHANGELOG.md"
    before = f"It went on from checkpoints of earlier runs, which {named} names.\n\n"
    libraries = ", ".join(f"{name} {number}" for name, number in training.get("libraries", {}).items())
    return (
        f"## How to make it again\n\nVersion {manifest.version}, finished {training.get('finished', '')}, "
        f"seed {training.get('plan', {}).get('seed', '')}, Python {training.get('python', '')}, {libraries}.\n\n"
        f"{before if training.get('went on from') else ''}"
        f"```\n{training.get('command', '')}\n```\n"
    )
