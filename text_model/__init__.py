"""Writing: one small encoder answers several questions about a text. Light; the model is in predictor.py."""

from pathlib import Path

from core.modality import Modality

MODALITY = Modality(
    name="text",
    title="What you write",
    input_key="text",
    kind="text",
    main_task="state",
    distress_of={"neutral": 0.05, "stress": 0.55, "anxiety": 0.7, "depression": 0.85},
    loader="text_model.predictor:load",
    train_command="python train_text.py --task all --publish",
    shipped=Path(__file__).parent / "weights",
)
