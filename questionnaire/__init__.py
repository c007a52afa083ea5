"""Questionnaires: PHQ-9, GAD-7 and their two-item forms, as one more modality. Optional, skippable, scored by rule."""

from pathlib import Path

from core.modality import Modality

MODALITY = Modality(
    name="questionnaire",
    title="Your answers",
    input_key="questionnaire",
    kind="form",
    main_task="overall",
    distress_of={"minimal": 0.05, "mild": 0.35, "moderate": 0.65, "moderately severe": 0.85, "severe": 0.95},
    loader="questionnaire.predictor:load",
    train_command="nothing: questionnaires are scored by their published rules",
    shipped=Path(__file__).parent,
)
