"""Train the speech model: both families on the project's corpora or on your own recordings, or bring your own model."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from pathlib import Path

from core.errors import AttuneError

_EXAMPLES = """examples:
  python train_speech.py --ship --thorough                make the weights that ship, from the default corpora
  python train_speech.py --data my_clips --publish        my_clips/<label>/[<speaker>/]clip.wav
  python train_speech.py --data clips.csv --publish       a CSV with the columns path, label and (better) speaker;
                                                          it may also have corpus, split (train, val, test), sex, age
  python train_speech.py --data my_clips --only sklearn   no tensorflow, a quarter of an hour less
  python train_speech.py --from runs/speech/keras/keras.weights.h5 --output runs/more --publish
                                                          train the Keras network further
  python train_speech.py import mine.h5 --labels anger,happiness,neutral,sadness

Recordings may be wav, flac, ogg, mp3, m4a or webm. Speakers matter: a model is only tested on voices that it never
heard, so name them if you can. --publish makes the new model the one that the dashboard uses; delete
artifacts/speech/current to go back to the one that ships. The trained models lie in OUTPUT/export as .joblib and .pkl
and in OUTPUT/keras as .keras and .h5.

import: a .pkl, .joblib, .h5 or .keras file that you trained elsewhere, made into ONNX and published. It must read the
statistics of speech_model.features, or the mean of 10 to 60 MFCCs as librosa.feature.mfcc(y, sr=16000) gives them. The
files named above can be imported too; one that was moved needs the scaling.npz of OUTPUT/export beside it.

Labels: anger, calm, disgust, fear, happiness, neutral, sadness and surprise are rated for distress; angry, happy, sad
and the like are taken for them. Any other label counts as undecided.
"""


def parser() -> argparse.ArgumentParser:
    """The command line of training."""
    p = argparse.ArgumentParser(
        description=__doc__, epilog=_EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("--data", type=Path, help="folder or CSV of recordings (default: ../shared/data/speech)")
    p.add_argument("--only", choices=("sklearn", "keras"), help="train one family instead of both")
    p.add_argument("--versions", type=int, default=5, help="the clean clips and their disturbed copies (default: 5)")
    p.add_argument("--landmarks", type=int, default=7200, help="size of the scikit-learn model (default: 7200)")
    p.add_argument("--minutes", type=float, default=13, help="time for the Keras network at the most (default: 13)")
    p.add_argument(
        "--fold-minutes", type=float, default=5, help="the same for each network that --thorough measures (default: 5)"
    )
    p.add_argument("--epochs", type=int, default=60, help="passes of the Keras network at the most (default: 60)")
    p.add_argument(
        "--half", action="store_true", help="bfloat16 for the Keras network: a third faster on some processors"
    )
    p.add_argument("--seed", type=int, default=7, help="of the split into speakers (default: 7)")
    p.add_argument("--output", type=Path, default=Path("runs/speech"), help="working folder (default: runs/speech)")
    p.add_argument("--resume", action="store_true", help="take what is finished of the same clips from --output")
    p.add_argument(
        "--from",
        dest="start",
        type=Path,
        metavar="CHECKPOINT",
        help="go on from the keras.weights.h5 of a finished run; the network is then the mean of both",
    )
    p.add_argument("--thorough", action="store_true", help="also folds, left-out corpora and corruptions (an hour)")
    p.add_argument("--note", default="", help="a sentence for the model card")
    p.add_argument("--publish", action="store_true", help="put the model into artifacts/speech/ and make it current")
    p.add_argument("--version", help="name of the published version (default: date and time)")
    p.add_argument("--ship", action="store_true", help="put the model into speech_model/weights/ (this project's own)")
    return p


def import_parser() -> argparse.ArgumentParser:
    """The command line of `train_speech.py import`."""
    p = argparse.ArgumentParser(
        prog="train_speech.py import", description="Publish a model that you trained elsewhere."
    )
    p.add_argument("path", type=Path, help=".pkl, .joblib, .h5 or .keras")
    p.add_argument("--labels", required=True, help="its labels, in the order of its outputs, with commas between")
    p.add_argument(
        "--reads", default="", help="statistics, design, picture or mean-mfcc-N (default: seen from the input's shape)"
    )
    p.add_argument("--trust", action="store_true", help="you made this file or trust who did; do not ask")
    p.add_argument("--version", help="name of the published version (default: date and time)")
    p.add_argument("--output", type=Path, default=Path("runs/speech"), help="working folder (default: runs/speech)")
    return p


def main(arguments: list[str] | None = None) -> int:
    """Train or import. Exit status 0, 1 for a problem, 2 for bad usage."""
    arguments = sys.argv[1:] if arguments is None else arguments
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    try:
        return _import(arguments[1:]) if arguments[:1] == ["import"] else _train(arguments)
    except AttuneError as error:
        print(error, file=sys.stderr)
    except ModuleNotFoundError as missing:
        print(
            f"Training needs the package {missing.name!r}, which is not installed. "
            "Install the full set with: pip install -r requirements.txt -c constraints.txt",
            file=sys.stderr,
        )
    return 1


def _train(arguments: list[str]) -> int:
    given = parser().parse_args(arguments)
    # Imported here so that --help does not wait for scikit-learn.
    from speech_model.data import DEFAULT_DATA
    from speech_model.job import Job, read_lesson
    from speech_model.release import Destination, release
    from speech_model.training import Recipe

    job = Job(
        data=given.data or DEFAULT_DATA,
        output=given.output,
        versions=given.versions,
        families=(given.only,) if given.only else ("sklearn", "keras"),
        recipe=Recipe(landmarks=given.landmarks),
        minutes=given.minutes,
        fold_minutes=given.fold_minutes,
        epochs=given.epochs,
        half=given.half,
        resume=given.resume,
        start=given.start,
        seed=given.seed,
    )
    command = " ".join(["python train_speech.py", *arguments])
    destination = Destination(given.publish, given.ship, given.version or _now(), command, given.thorough, given.note)
    destination.check()
    print(release(job, read_lesson(job), destination))
    return 0


def _import(arguments: list[str]) -> int:
    given = import_parser().parse_args(arguments)
    from speech_model.importing import Own, import_model, parse_labels, warning
    from speech_model.labels import check_labels

    own = Own(given.path, parse_labels(given.labels), given.version or _now(), given.reads)
    print(warning(own))
    trusted = given.trust or (sys.stdin.isatty() and input("Type yes to open it: ").strip().lower() == "yes")
    folder = import_model(own, given.output, trusted=trusted)
    check_labels(own.labels)
    print(f"Published as {folder.name}. Delete artifacts/speech/current to go back to the model that ships.")
    return 0


def _now() -> str:
    return time.strftime("%Y-%m-%d-%H%M%S")


if __name__ == "__main__":
    sys.exit(main())
