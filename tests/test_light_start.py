"""What a page load may import, seen from a fresh process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"torch", "transformers", "tensorflow", "keras", "librosa", "numba", "sklearn", "skl2onnx", "onnx", "tf2onnx"}

WHAT_WAS_IMPORTED = """
{code}
import json, sys
print(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))
"""


def _modules_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", WHAT_WAS_IMPORTED.format(code=code)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_pipeline_imports_no_heavy_library() -> None:
    assert not _modules_after("import pipeline") & (HEAVY | {"onnxruntime", "scipy", "streamlit"})


@pytest.mark.parametrize("module", ["run_predict", "modalities", "text_model", "speech_model", "fusion.late"])
def test_light_rooms_stay_light(module: str) -> None:
    assert not _modules_after(f"import {module}") & (HEAVY | {"onnxruntime", "scipy", "streamlit"})


@pytest.mark.model
def test_serving_both_models_imports_no_training_library() -> None:
    code = "from pipeline import Pipeline; assert Pipeline().warm_up() == {}"
    assert not _modules_after(code) & HEAVY


RUN_HELP = """
import runpy, sys
sys.argv = ["{script}", "--help"]
try:
    runpy.run_path("{script}", run_name="__main__")
except SystemExit as stop:
    assert stop.code == 0
"""


@pytest.mark.parametrize("script", ["train_text.py", "train_speech.py", "run_predict.py"])
def test_help_answers_without_heavy_imports(script: str) -> None:
    assert not _modules_after(RUN_HELP.format(script=script)) & HEAVY
