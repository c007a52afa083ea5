"""Inputs -> predictions -> fusion -> recommendations -> Report: the one path that page, command line and API share."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from core.errors import AttuneError, InputError, ModelNotAvailable
from core.modality import Modality, Predictor
from core.settings import Settings
from core.types import Failure, Item, Prediction, Report, RiskAssessment, SafetySignal
from fusion import crisis
from fusion.late import assess
from modalities import MODALITIES
from model_registry import current
from recommend.choose import Context, choose

log = logging.getLogger(__name__)
_UNDECIDED = 0.5

OnStage = Callable[[str], None]
Answer = Prediction | AttuneError


class Pipeline:
    """The models of this process. Cheap to make; each model is opened once, when it is first needed.

    `variants` picks a model of a modality that has several, e.g. {"speech": "keras"}.
    Safe to share between threads. It keeps nothing of what it analyses.
    """

    def __init__(
        self,
        modalities: Sequence[Modality] = MODALITIES,
        variants: Mapping[str, str] | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.modalities = tuple(modalities)
        self._variants = dict(variants or {})
        self._check_variants()
        self._settings = settings or Settings.from_environment()
        self._opened: dict[tuple[str, str | None], Predictor] = {}
        self._locks = {m.name: threading.Lock() for m in self.modalities}

    def with_variants(self, variants: Mapping[str, str]) -> Pipeline:
        """The same models, with another variant of some; what one of the two has opened, the other need not."""
        other = Pipeline(self.modalities, variants, self._settings)
        other._opened, other._locks = self._opened, self._locks
        return other

    def warm_up(self) -> dict[str, str]:
        """Open every model now. Returns what stands in the way, by modality; empty when all are ready."""
        opened = ((m.name, self._open(m)) for m in self.modalities)
        return {name: str(p) for name, p in opened if isinstance(p, AttuneError)}

    def predictor(self, name: str) -> Predictor:
        """The opened model of a modality.

        Raises InputError for an unknown name, ModelNotAvailable or ArtifactRefused when it cannot be opened.
        """
        for modality in self.modalities:
            if modality.name == name:
                opened = self._open(modality)
                if isinstance(opened, AttuneError):
                    raise opened
                return opened
        raise InputError(f"There is no modality {name!r}; there are: {', '.join(m.name for m in self.modalities)}.")

    def analyse(self, item: Item, context: Context | None = None, on_stage: OnStage | None = None) -> Report | Failure:
        """Analyse one item, with everything that explains it. `on_stage` is told each stage as it begins."""
        return self._analyse([item], context or Context(), on_stage or (lambda _: None), explain=True)[0]

    def analyse_many(
        self,
        items: Iterable[Item | Failure],
        context: Context | None = None,
        *,
        batch: int = 256,
        explain: bool = False,
    ) -> Iterator[Report | Failure]:
        """Analyse items in order, `batch` at a time; evidence that costs time is left out unless `explain`.

        What has failed already, such as a line that could not be read, passes through in its place.
        """
        rest = iter(items)
        while chunk := list(islice(rest, batch)):
            readable = [item for item in chunk if isinstance(item, Item)]
            results = iter(self._analyse(readable, context or Context(), lambda _: None, explain=explain))
            yield from (next(results) if isinstance(item, Item) else item for item in chunk)

    def _analyse(
        self, items: list[Item], context: Context, on_stage: OnStage, *, explain: bool
    ) -> list[Report | Failure]:
        answers: list[dict[str, Answer]] = [{} for _ in items]
        for modality in self.modalities:
            parts = {i: part for i, item in enumerate(items) if (part := modality.pick(item.inputs)) is not None}
            if parts:
                on_stage(modality.title)
                for i, answer in zip(parts, self._ask(modality, list(parts.values()), explain), strict=True):
                    answers[i][modality.name] = answer
        on_stage("Putting it together")
        return [self._report(item, answer, context) for item, answer in zip(items, answers, strict=True)]

    def _ask(self, modality: Modality, parts: list[dict[str, object]], explain: bool) -> list[Answer]:
        predictor = self._open(modality)
        if isinstance(predictor, AttuneError):
            return [predictor] * len(parts)
        try:
            return list(predictor.predict(parts, explain=explain))
        except Exception as error:  # the edge of a model: one that breaks must not take the others down
            if len(parts) > 1:
                return [self._ask(modality, [part], explain)[0] for part in parts]
            # No message, no traceback text: both may quote what the person wrote.
            log.error("%s model failed: %s", modality.name, type(error).__name__)
            return [AttuneError(f"The {modality.name} model could not read this input ({type(error).__name__}).")]

    def _report(self, item: Item, answers: Mapping[str, Answer], context: Context) -> Report | Failure:
        text = str(item.inputs.get("text") or "")
        predictions = {name: crisis.unite(text, a) for name, a in answers.items() if isinstance(a, Prediction)}
        errors = {name: a for name, a in answers.items() if isinstance(a, AttuneError)}
        signals = _crisis_signals(item)
        if not predictions and not signals:
            return self._failure(item, errors)
        absent = [m.title for m in self.modalities if m.name not in predictions]
        risk = assess(list(predictions.values()), signals, absent)
        problems = {name: str(error) for name, error in errors.items()}
        return Report(item.id, predictions, risk, choose(risk, predictions, context), problems)

    def _failure(self, item: Item, errors: Mapping[str, AttuneError]) -> Failure:
        if not errors:
            keys = " or ".join(f'"{m.input_key}"' for m in self.modalities)
            return Failure(item.id, "InputError", f"There is nothing to read here. Give {keys}.")
        first = next(iter(errors.values()))
        return Failure(item.id, type(first).__name__, " ".join(dict.fromkeys(str(e) for e in errors.values())))

    def _open(self, modality: Modality) -> Predictor | AttuneError:
        variant = self._variants.get(modality.name)
        key = modality.name, variant
        with self._locks[modality.name]:
            if key not in self._opened:
                try:
                    self._opened[key] = modality.load(current(modality, self._settings), variant)
                except AttuneError as error:
                    return error  # not kept: a model that is trained meanwhile is found at the next try
                except Exception as error:  # the other edge of a model: a library that is absent or cannot read it
                    log.error("%s model did not open: %s: %s", modality.name, type(error).__name__, error)
                    return ModelNotAvailable(
                        f"The {modality.name} model could not be opened ({type(error).__name__}: {error}). "
                        "Try: pip install -r requirements-serve.txt"
                    )
            return self._opened[key]

    def _check_variants(self) -> None:
        known = {m.name: m.variants for m in self.modalities}
        for name, variant in self._variants.items():
            if variant not in known.get(name, ()):
                offered = ", ".join(known.get(name, ())) or "none"
                raise InputError(f"There is no variant {variant!r} of {name!r}; there are: {offered}.")


def reconsidered(report: Report, name: str, label: str) -> RiskAssessment:
    """The risk as it would be if the reading `name` had said `label`: for a person who puts it right.

    Everything else stays, the safety signals above all: no correction lowers what they raised. A label that nobody
    rated, of a model that somebody trained on labels of their own, counts as undecided, as it does to that model.
    Raises ValueError for a label that this modality does not know.
    """
    modality = next(m for m in MODALITIES if m.name == name)
    reading = report.predictions[name]
    task = reading.tasks.get(modality.main_task)
    known = {**dict.fromkeys(task.scores if task else (), _UNDECIDED), **modality.distress_of}
    if label not in known:
        raise ValueError(f"{name} knows {', '.join(known)}; got {label!r}")
    corrected = replace(reading, label=label, distress=known[label])
    everyone = {**report.predictions, name: corrected}
    absent = [m.title for m in MODALITIES if m.name not in everyone]
    return assess(list(everyone.values()), report.risk.signals, absent)


def _crisis_signals(item: Item) -> tuple[SafetySignal, ...]:
    """The rule reads the text itself, so that it works when the text model does not."""
    text = item.inputs.get("text")
    return crisis.detect(text) if isinstance(text, str) else ()
