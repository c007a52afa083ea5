"""Texts from places that the model never learned from: does it stay calm on ordinary ones, and hear the others?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from core.types import Prediction
from text_model.corpora import read_validation
from text_model.data import SHARED_DATA, Row, read_csv
from text_model.evaluate import answers, share_of
from text_model.metrics import area_under_roc
from text_model.normalise import normalise
from text_model.predictor import TextPredictor
from text_model.readers import EXPLICIT

_IN_DANGER = {"ideation", "behavior", "attempt"}


def false_alarms(predictor: TextPredictor, data: Path | None) -> dict[str, Any]:
    """Share of safe validation texts that the crisis task calls a crisis, and that raise a high alarm."""
    everyday = [r for r in _rows(data, "everyday") if not EXPLICIT.search(r.text)]
    sad = [
        r
        for r in read_validation(data, "state")
        if r.targets["state"] != 0 and not EXPLICIT.search(normalise(r.text).text)
    ]
    return {"everyday": _alarms(answers(predictor, everyday)), "sad but safe": _alarms(answers(predictor, sad))}


def unseen_sources(predictor: TextPredictor, data: Path | None) -> dict[str, Any]:
    """What the model says about corpora that no training row came from; empty where they are not on this disk."""
    folder = data or SHARED_DATA
    out: dict[str, Any] = {}
    if (folder / "text" / "toxicity.csv.gz").is_file():
        calm = [r["text"] for r in read_csv(folder / "text" / "toxicity.csv.gz") if r["label"] == "neither"]
        found = _predict(predictor, calm)
        out["plain tweets (Davidson 2017, neither)"] = {
            "n": len(found),
            "state neutral": share_of(found, "state", "neutral"),
            **_alarms(found),
        }
    if (folder / "reply" / "counsel_chat.csv.gz").is_file():
        out["questions to counsellors (Counsel Chat)"] = _counsel(predictor, folder / "reply" / "counsel_chat.csv.gz")
    if (folder / "text" / "risk_cssrs.csv.gz").is_file():
        rows = list(read_csv(folder / "text" / "risk_cssrs.csv.gz"))
        found = _predict(predictor, [r["text"] for r in rows])
        danger = np.array([r["label"] in _IN_DANGER for r in rows])
        scores = np.array([p.tasks["crisis"].scores["crisis"] for p in found])
        out["users of suicide forums (Gaur 2019)"] = {
            "n": len(found),
            "AUC of crisis": round(area_under_roc(danger, scores), 3),
        }
    return out


def _counsel(predictor: TextPredictor, path: Path) -> dict[str, Any]:
    topics: dict[str, str] = {}
    for raw in read_csv(path):
        if raw["topic"] in {"depression", "anxiety", "stress"}:
            topics[f"{raw['questionTitle'] or ''} {raw['questionText'] or ''}".strip()] = raw["topic"]
    found = _predict(predictor, list(topics))
    right = np.array([p.label == topic for p, topic in zip(found, topics.values(), strict=True)])
    return {
        "n": len(found),
        "accuracy of depression, anxiety, stress": round(float(right.mean()), 3),
        "not neutral": round(1 - share_of(found, "state", "neutral"), 3),
    }


def _predict(predictor: TextPredictor, texts: list[str]) -> list[Prediction]:
    return answers(predictor, [Row(text, "", {}) for text in texts if text.strip()])


def _alarms(found: list[Prediction]) -> dict[str, float]:
    high = np.mean([any(s.floor == "high" for s in p.signals) for p in found]) if found else 0.0
    return {"crisis": share_of(found, "crisis", "crisis"), "high alarm": round(float(high), 4)}


def _rows(data: Path | None, name: str) -> list[Row]:
    path = (data or SHARED_DATA) / "text" / f"{name}.csv.gz"
    return [Row(r["text"], name, {}) for r in read_csv(path) if r["split"] == "val"] if path.is_file() else []
