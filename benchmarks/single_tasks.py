"""What does learning all tasks together cost each of them? One model for each task, with the same recipe and data.

Run with: python -m benchmarks.single_tasks [--minutes M] [--runs N] [--tasks severity moods ...]. Scores on the
validation rows, as the shipped model is scored, and adds them to text_model/studies.json, which the model card shows.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from model_registry import Artifact
from text_model import MODALITY
from text_model.job import Job, read_lesson, train
from text_model.labels import TASKS
from text_model.release import Destination, release
from text_model.studies import keep_study
from text_model.training import TrainingPlan


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, score, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", nargs="+", choices=list(TASKS), default=list(TASKS))
    parser.add_argument(
        "--epochs", type=int, default=5, help="passes over the data (default: 5, as for the joint model)"
    )
    parser.add_argument("--minutes", type=float, default=20.0, help="for each task at most (default: 20)")
    parser.add_argument("--runs", type=int, default=1, help="models of each task, with different seeds (default: 1)")
    parser.add_argument("--data", type=Path, help="the folder that holds text/*.csv.gz")
    given = parser.parse_args(arguments)
    joint = _scores(MODALITY.shipped)
    for task in given.tasks:
        plans = [TrainingPlan(epochs=given.epochs, minutes=given.minutes, seed=seed) for seed in range(given.runs)]
        own = [_alone(Job(task, given.data, plan=plan)) for plan in plans]
        found = {"alone": own, "together": joint[task], "minutes": given.minutes, "words beside": True}
        print(task, keep_study("single tasks", task, found), flush=True)


def _alone(job: Job) -> float:
    """macro-F1 of a model of one task."""
    with tempfile.TemporaryDirectory() as folder:
        there = Job(job.task, job.data, plan=job.plan, output=Path(folder))
        lesson = read_lesson(there)
        network, tokenizer = train(there, lesson)
        release(there, lesson, network, tokenizer, Destination(False, False, None, "benchmarks.single_tasks"))
        return _scores(there.output / "model")[job.task]


def _scores(folder: Path) -> dict[str, float]:
    metrics = Artifact.open(folder, MODALITY.train_command).manifest.metrics
    return {task: own["macro_f1"] for task, own in metrics["tasks"].items()}


if __name__ == "__main__":
    main()
