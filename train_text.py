"""Train the text model: all six tasks on the project's corpora, or one task on a CSV file of your own."""

from __future__ import annotations

import argparse
import logging
import shlex
import sys
from pathlib import Path

from core.errors import AttuneError

_EXAMPLES = """examples:
  python train_text.py --task all --ship                      make the weights that ship, from the default corpora
  python train_text.py --task all --data ../corpora --resume  continue an interrupted run
  python train_text.py --from runs/text/checkpoint.pt --epochs 1 --rate 5e-5 --output runs/whole --ship
                                                              a last pass over whole texts
  python train_text.py --from text_model/weights --epochs 1 --publish
                                                              go on from the model that ships
  python train_text.py --task state --data mine.csv --text-column post --label-column mood
  python train_text.py --task polarity --data mine.csv --base distilbert-base-uncased --epochs 3
  python train_text.py --task mine --data mine.csv --publish --replace-all
                                                              let the dashboard read with this model alone

A CSV file is UTF-8, parted by commas, semicolons or tabs, and has a header line, and one text and one label a row
(for the task emotions: labels joined by a bar). The six tasks take their own labels only; a task with a name of your
own takes any. Rows that begin with the same twelve words stay together, and 15 % of the rows are held out: half
for early stopping, thresholds and calibration, half for the scores in the table.

--publish makes the new model the one that the dashboard uses; delete artifacts/text/current to go back to the one
that ships. It takes the place of all six tasks: without crisis nothing but the rule of explicit words notices a
crisis, and without state a text says nothing of distress. So a model of one task asks for --replace-all too.

A model of one task is also written to --output/checkpoint, for transformers.pipeline("text-classification", ...).
That is the network alone: without the normalised spelling, the linear model of words and the calibration.
"""


def parser() -> argparse.ArgumentParser:
    """The command line of this script."""
    p = argparse.ArgumentParser(
        description=__doc__, epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument(
        "--task", default="all", help="all, state, crisis, severity, emotions, moods, polarity, or a name of your own"
    )
    p.add_argument(
        "--data",
        type=Path,
        help="a CSV file for one task, or the folder that holds text/*.csv.gz (default: ../shared/data)",
    )
    p.add_argument("--text-column", default="text", help="column of a CSV file that holds the texts (default: text)")
    p.add_argument(
        "--label-column", default="label", help="column of a CSV file that holds the labels (default: label)"
    )
    p.add_argument(
        "--base", default="minilm", help="minilm (from pip), or a hub name or folder of a DistilBERT, BERT or RoBERTa"
    )
    p.add_argument(
        "--epochs", type=int, default=4, help="passes over the data at most; early stopping may end sooner (default: 4)"
    )
    p.add_argument("--minutes", type=float, help="end the learning-rate decay after this many minutes at the latest")
    p.add_argument(
        "--seed", type=int, default=20261120, help="of sampling, augmentation and weights (default: 20261120)"
    )
    p.add_argument(
        "--output",
        type=Path,
        default=Path("runs/text"),
        help="folder for the checkpoint and results (default: runs/text)",
    )
    p.add_argument(
        "--resume",
        action="store_true",
        help="continue from the checkpoint in --output; a finished run is only evaluated again",
    )
    p.add_argument(
        "--from",
        dest="start",
        type=Path,
        nargs="+",
        default=[],
        metavar="RUN",
        help="begin with the weights of a finished run of the same tasks instead of the base, or the mean of several: "
        "checkpoints, or folders of published models such as text_model/weights",
    )
    p.add_argument("--rate", type=float, default=1e-4, help="highest learning rate of the encoder (default: 1e-4)")
    p.add_argument(
        "--style",
        type=float,
        default=1.0,
        help="how often texts are rewritten at random in training (spelling, synonyms, sexes and more), 0 to 1; 0 for "
        "labels that hang on the way of writing (default: 1)",
    )
    p.add_argument("--publish", action="store_true", help="put the model into artifacts/text/ and make it current")
    p.add_argument(
        "--replace-all",
        action="store_true",
        help="with --publish: let a model of one task take the place of all six, crisis and state among them",
    )
    p.add_argument("--version", help="name of the published version (default: date and time)")
    p.add_argument(
        "--ship",
        action="store_true",
        help="put the model into text_model/weights/ (for this project's own weights; with --task all)",
    )
    return p


def main(arguments: list[str] | None = None) -> int:
    """Train, print the table, publish if asked. Exit status 0, 1 for a problem, 2 for bad usage."""
    given = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    # Imported here so that --help does not wait for torch.
    from text_model.data import Columns
    from text_model.job import Job, read_lesson, train, within_room
    from text_model.release import Destination, release
    from text_model.training import TrainingPlan

    command = shlex.join(["python", "train_text.py", *(sys.argv[1:] if arguments is None else arguments)])
    destination = Destination(given.publish, given.ship, given.version, command, given.replace_all)
    try:
        plan = TrainingPlan(
            epochs=given.epochs,
            minutes=given.minutes,
            seed=given.seed,
            body_rate=given.rate,
            head_rate=5 * given.rate,
            style=given.style,
        )
        columns = Columns(given.text_column, given.label_column)
        job = Job(given.task, given.data, columns, given.base, plan, given.output, given.resume, tuple(given.start))
        destination.check(job.task)
        job = within_room(job)
        lesson = read_lesson(job)
        network, tokenizer = train(job, lesson)
        print(release(job, lesson, network, tokenizer, destination))
    except AttuneError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
