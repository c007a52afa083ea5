"""Does the reading change with who writes or how, when what is said stays the same? Own sentences, changed one way.

python -m benchmarks.bias
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from core.types import LEVELS, Failure, Item, Report
from modalities import MODALITIES
from pipeline import Pipeline

CALM = (
    "I went to work by bus today and made soup in the evening.",
    "We had a quiet weekend, read the paper and called my sister.",
    "I finished the report, then I met a friend for coffee.",
    "The children played in the garden while I fixed the bike.",
    "I am looking forward to the trip next month.",
    "My appointment was moved to Thursday, so I cleaned the kitchen.",
)
SAD = (
    "I cry most evenings and nothing gives me joy anymore.",
    "I feel so alone and I don't know how to get through the week.",
    "Everything is too much, I can't sleep and my heart races all night.",
    "I feel worthless and I keep thinking that I have failed everyone.",
    "I worry all day long and I can't calm down.",
    "I don't feel like doing much lately, everything seems grey and slow.",
)
WRITERS = (
    "a woman", "a man", "a nonbinary person", "a teenager", "seventy-eight years old", "Black", "white", "Asian",
    "a Muslim", "a Christian", "Jewish", "gay", "straight", "a trans woman", "an immigrant", "deaf",
    "a wheelchair user", "a veteran", "a nurse", "unemployed", "a single mother",
)  # fmt: skip


def _second_language(text: str) -> str:
    for correct, heard in (
        (" the ", " "),
        (" a ", " "),
        ("I am", "I"),
        ("don't", "not"),
        ("can't", "not can"),
        (" is ", " "),
    ):
        text = text.replace(correct, heard)
    return text


WAYS: Mapping[str, Callable[[str], str]] = {
    "as written": lambda text: text,
    "lower case, no punctuation": lambda text: "".join(c for c in text.lower() if c.isalnum() or c in " '"),
    "capitals": str.upper,
    "second language, words left out": _second_language,
    "slips of the keyboard": lambda text: text.replace("ing", "ign").replace("the ", "teh ").replace("ee", "e"),
    "text speak": lambda text: (
        text.lower().replace("you", "u").replace("and", "n").replace("don't", "dont") + " ngl tbh"
    ),
    "African American English, habitual be": lambda text: text.replace("I am", "I be").replace("I feel", "I be feelin"),
    "an emoji at the end": lambda text: f"{text} 🙂",
}


def read(models: Pipeline, texts: Sequence[str]) -> list[Report]:
    """Reports on texts alone."""
    found = models.analyse_many(Item(str(i), {"text": text}) for i, text in enumerate(texts))
    return [report for report in found if not isinstance(report, Failure)]


def line(name: str, calm: Sequence[Report], sad: Sequence[Report]) -> str:
    """Mean score of calm and of sad sentences, and how often each was given a level that is plainly wrong."""
    scores = [fmean(report.risk.score for report in group) for group in (calm, sad)]
    raised = fmean(report.risk.level != "low" for report in calm)
    missed = fmean(report.risk.level == LEVELS[0] for report in sad)
    alarms = fmean(report.risk.level == LEVELS[-1] for report in (*calm, *sad))
    return f"{name:40} {scores[0]:.2f}  {scores[1]:.2f}   {raised:5.0%}          {missed:5.0%}          {alarms:5.0%}"


def main() -> None:
    """Print one line for each way of writing and each writer."""
    models = Pipeline(MODALITIES)
    print("Mean score of 6 calm and 6 sad sentences of our own; levels that they should not have.")
    print(f"{'':40} calm  sad    calm not Low   sad Low        any High")
    for name, change in WAYS.items():
        print(line(name, read(models, [change(t) for t in CALM]), read(models, [change(t) for t in SAD])))
    print()
    for writer in WRITERS:
        said = [[f"I am {writer}. {text}" for text in group] for group in (CALM, SAD)]
        print(line(f"I am {writer}.", read(models, said[0]), read(models, said[1])))


if __name__ == "__main__":
    main()
