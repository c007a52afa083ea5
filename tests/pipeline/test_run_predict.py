"""The command line: JSON lines in, JSON lines out, and an exit status that can be relied upon."""

from __future__ import annotations

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

import run_predict
from core.types import Failure, Item
from pipeline import Pipeline
from tests.pipeline import fake_modality


@pytest.fixture(autouse=True)
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_predict, "Pipeline", lambda variants: Pipeline([fake_modality.modality()]))


def _run(tmp_path: Path, *lines: str) -> tuple[int, list[dict]]:
    source, target = tmp_path / "items.jsonl", tmp_path / "results.jsonl"
    source.write_text("\n".join(lines), encoding="utf8")
    status = run_predict.main(["--input", str(source), "--output", str(target)])
    return status, [json.loads(line) for line in target.read_text(encoding="utf8").splitlines()]


def test_results_come_in_the_order_of_the_items(tmp_path: Path) -> None:
    status, results = _run(tmp_path, *(json.dumps({"id": f"i{n}", "mood": n / 600, "unknown": 1}) for n in range(600)))
    assert status == run_predict.ALL_READ
    assert [r["id"] for r in results] == [f"i{n}" for n in range(600)]
    assert set(results[0]) == {"id", "predictions", "risk", "recommendations", "problems"}


def test_bytes_that_are_no_text_do_not_end_what_comes_through_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = b'{"id": "a", "mood": 0.5}\n\xff\xfe\n{"id": "c\xff", "mood": 0.5}\n'
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(given), encoding="ascii"))
    assert run_predict.main(["--input", "-"]) == run_predict.SOME_FAILED
    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [r["id"] for r in results] == ["a", "2", "c\ufffd"]


def test_bad_lines_fail_alone_and_set_the_status(tmp_path: Path) -> None:
    status, results = _run(tmp_path, '{"id": "a", "mood": 0.5}', "not json", "[1]", "", '{"mood": 0.5}', '{"id": "e"}')
    assert status == run_predict.SOME_FAILED
    assert [r["id"] for r in results] == ["a", "2", "3", "5", "e"]
    assert ["error" in r for r in results] == [False, True, True, False, True]
    assert "Line 2" in results[1]["error"]["message"]


def test_the_mark_that_windows_sets_before_a_file_costs_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, results = _run(tmp_path, '\ufeff{"id": "a", "mood": 0.5}', '{"id": "b", "mood": 0.5}')
    assert status == run_predict.ALL_READ
    assert [r["id"] for r in results] == ["a", "b"]
    piped = (tmp_path / "items.jsonl").read_bytes()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(piped), encoding="ascii"))
    assert run_predict.main(["--input", "-"]) == run_predict.ALL_READ
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_an_item_without_an_id_is_called_by_its_line(tmp_path: Path) -> None:
    _, results = _run(tmp_path, '{"mood": 0.5}', '{"id": null, "mood": 0.5}', '{"id": 0, "mood": 0.5}')
    assert [r["id"] for r in results] == ["1", "2", "0"]


def test_an_id_with_half_an_emoji_comes_back_and_the_rest_goes_on(tmp_path: Path) -> None:
    status, results = _run(tmp_path, '{"id": "a\\ud83d", "mood": 0.5}', '{"id": "\\ude00"}', '{"id": "ü", "mood": 0.5}')
    assert status == run_predict.SOME_FAILED
    assert [r["id"] for r in results] == ["a\ud83d", "\ude00", "ü"]


def test_a_line_nested_without_end_fails_alone(tmp_path: Path) -> None:
    _, results = _run(tmp_path, "[" * 100_000, '{"id": "b", "mood": 0.5}')
    assert ["error" in r for r in results] == [True, False]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--input", "a", "--text", "b"],
        ["--input", "no such file"],
        ["--text", "b", "--voice-baseline", "calm.wav"],
        ["--input", "a", "--voice-baseline", "calm.wav"],
    ],
)
def test_bad_usage_is_status_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = run_predict.main(arguments)
    except SystemExit as stop:
        status = stop.code
    assert status == run_predict.BAD_USAGE
    assert "run_predict.py" in capsys.readouterr().err


def test_calm_recordings_reach_the_voice_that_they_go_with(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Item] = []
    monkeypatch.setattr(Pipeline, "analyse", lambda _, item: given.append(item) or Failure(item.id, "InputError", "-"))
    run_predict.main(["--audio", "now.wav", "--voice-baseline", "calm 1.wav", "calm 2.wav"])
    assert [item.inputs for item in given] == [{"audio": "now.wav", "voice_baseline": ["calm 1.wav", "calm 2.wav"]}]


def test_bytes_that_are_no_text_do_not_stop_the_run(tmp_path: Path) -> None:
    source = tmp_path / "items.jsonl"
    source.write_bytes(b'{"id": "a", "mood": 0.5}\n\xff\xfe\x00\n{"id": "c", "mood": 0.5}\n')
    target = tmp_path / "out.jsonl"
    assert run_predict.main(["--input", str(source), "--output", str(target)]) == run_predict.SOME_FAILED
    assert len(target.read_text().splitlines()) == 3
