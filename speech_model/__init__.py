"""Voice: how someone sounds, not what they say. Light; the model is in predictor.py."""

from pathlib import Path

from core.modality import Modality

MODALITY = Modality(
    name="speech",
    title="How you sound",
    input_key="audio",
    kind="audio",
    main_task="emotion",
    distress_of={
        "neutral": 0.15,
        "calm": 0.05,
        "happiness": 0.05,
        "surprise": 0.3,
        "disgust": 0.6,
        "anger": 0.7,
        "sadness": 0.85,
        "fear": 0.85,
    },
    loader="speech_model.predictor:load",
    train_command="python train_speech.py --publish",
    shipped=Path(__file__).parent / "weights",
    option_keys=("voice_baseline", "voice_earlier", "voice_memory"),
    variants=("average", "sklearn", "keras"),
)
