"""Int8: an answer does not hang on what is read beside it, and a channel that reaches far costs the others little."""

# ruff: noqa: TID253

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, numpy_helper
from onnx.helper import make_graph, make_model, make_node, make_opsetid, make_tensor_value_info

from text_model.quantise import PRODUCT, Range, opened_products, opened_tables, quantise

WORDS, WIDTH = 40, 64


def _model(path: Path, far: float, column: float) -> np.ndarray:
    """Embeddings, of which channel 0 reaches as far as `far`, times a matrix plus a bias; returns the answers.

    In the table itself column 1 reaches as far as `column`.
    """
    random = np.random.default_rng(0)
    table = random.normal(0, 1, (WORDS, WIDTH)).astype(np.float32)
    reach = np.ones(WIDTH, np.float32)
    reach[0] = far
    table[:, 1] *= column
    weights = random.normal(0, 0.1, (WIDTH, 4)).astype(np.float32)
    weights[0] /= far
    weights[1] /= column
    values = {"table": table, "reach": reach, "w": weights, "b": np.ones(4, np.float32), "last": np.array([2])}
    stored = [numpy_helper.from_array(value, name) for name, value in values.items()]
    nodes = [
        make_node("Gather", ["table", "input_ids"], ["seen"], name="seen"),
        make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        make_node("Unsqueeze", ["mask", "last"], ["wide_mask"]),
        make_node("Mul", ["seen", "wide_mask"], ["unmasked"]),
        make_node("Mul", ["unmasked", "reach"], ["kept"]),
        make_node("MatMul", ["kept", "w"], ["product"], name="product"),
        make_node("Add", ["b", "product"], ["answer"], name="sum"),
    ]
    given = [make_tensor_value_info(n, TensorProto.INT64, ["batch", "tokens"]) for n in ("input_ids", "attention_mask")]
    answer = make_tensor_value_info("answer", TensorProto.FLOAT, ["batch", "tokens", 4])
    graph = make_graph(nodes, "made", given, [answer], stored)
    onnx.save(make_model(graph, opset_imports=[make_opsetid("", 17)], ir_version=8), str(path))
    return (table * reach) @ weights + 1


def _answers(path: Path, ids: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0])


def _small(folder: Path, far: float = 1, column: float = 1, *, per_channel: bool = True) -> tuple[Path, np.ndarray]:
    exact = _model(folder / "full.onnx", far, column)
    sample = [[i, i + 1] for i in range(0, WORDS, 2)]
    return quantise(folder / "full.onnx", folder / "small.onnx", sample, per_channel=per_channel), exact


@pytest.mark.parametrize("per_channel", [True, False])
def test_a_far_channel_costs_the_others_little(tmp_path: Path, per_channel: bool) -> None:
    assert _error(*_small(tmp_path, 40, per_channel=per_channel)) < 2 * _error(
        *_small(tmp_path, per_channel=per_channel)
    )


def _error(small: Path, exact: np.ndarray) -> float:
    return float(np.abs(_answers(small, np.arange(WORDS)[None])[0] - exact).mean())


def test_a_far_column_of_the_embeddings_costs_the_others_little(tmp_path: Path) -> None:
    assert _error(*_small(tmp_path, column=20)) < 1.5 * _error(*_small(tmp_path))


def test_an_answer_does_not_hang_on_what_is_read_beside_it(tmp_path: Path) -> None:
    small, _ = _small(tmp_path, 5)
    ids = np.arange(WORDS).reshape(4, 10)
    together = _answers(small, ids)
    for row, alone in zip(together, ids, strict=True):
        assert np.array_equal(_answers(small, alone[None])[0], row)


def test_the_weights_can_be_read_again(tmp_path: Path) -> None:
    small, _ = _small(tmp_path, 40)
    stored = {t.name: numpy_helper.to_array(t) for t in onnx.load(str(tmp_path / "full.onnx")).graph.initializer}
    (weights,) = opened_products(onnx.load(str(small)).graph).values()
    assert np.abs(weights - stored["w"]).max() <= np.abs(stored["w"]).max() / 127
    table = opened_tables(onnx.load(str(small)).graph)["table"]
    assert np.abs(table - stored["table"]).max() <= np.abs(stored["table"]).max() / 127


def test_products_add_their_bias_themselves(tmp_path: Path) -> None:
    small, _ = _small(tmp_path, 5)
    kinds = [node.op_type for node in onnx.load(str(small)).graph.node]
    assert PRODUCT in kinds and "MatMul" not in kinds and "Add" not in kinds


def test_only_channels_far_beyond_the_others_are_made_smaller() -> None:
    reach = np.ones(100, np.float32)
    assert Range(-reach, reach).excess().max() == 1
    reach[7] = 30
    excess = Range(-reach, reach).excess()
    assert excess[7] == pytest.approx(30) and np.delete(excess, 7).max() == 1
