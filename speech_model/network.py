# ruff: noqa: TID253
"""The Keras network: convolutions over the log-mel picture, steered by the statistics and the voice baseline."""

from __future__ import annotations

import keras
from keras import layers, ops

from speech_model.features import names
from speech_model.picture import ROWS

DESIGN = 2 * len(names()) + 1
EMBEDDING = 128


def build(labels: int, *, training_heads: bool) -> keras.Model:
    """Two inputs (picture, design) to logits. With `training_heads` each branch also answers by itself."""
    picture = keras.Input((None, ROWS), name="picture")
    design = keras.Input((DESIGN,), name="design")
    statistics = _statistics_branch(design)
    heard = _picture_branch(picture, statistics)
    joint = layers.Dropout(0.2)(layers.Concatenate()([heard, statistics]))
    outputs = [layers.Dense(labels, name="joint", dtype="float32")(joint)]
    if training_heads:
        outputs += [
            layers.Dense(labels, name=f"only_{n}", dtype="float32")(x)
            for n, x in (("picture", heard), ("statistics", statistics))
        ]
    return keras.Model([picture, design], outputs, name="attune_speech")


def _statistics_branch(design: keras.KerasTensor) -> keras.KerasTensor:
    x = layers.Dense(384, use_bias=False)(design)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Dropout(0.25)(x)
    x = layers.Dense(EMBEDDING, use_bias=False)(x)
    return layers.Dropout(0.15)(layers.ReLU()(layers.BatchNormalization()(x)))


def _convolved(x: keras.KerasTensor, width: int, stride: int = 1) -> keras.KerasTensor:
    x = layers.Conv1D(EMBEDDING, width, strides=stride, padding="same", use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization()(x))


def _picture_branch(picture: keras.KerasTensor, statistics: keras.KerasTensor) -> keras.KerasTensor:
    """Convolutions over time with all bands at once: an eighth of the work of convolutions over time and frequency."""
    x = _convolved(picture, 5, stride=2)
    x = layers.MaxPooling1D(2)(layers.Dropout(0.1)(_convolved(x, 3)))
    x = layers.Conv1D(EMBEDDING, 3, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(_steered(x, statistics)))
    x = _convolved(layers.Dropout(0.1)(x), 5)
    return layers.Dropout(0.2)(_pooled(x, picture))


def _steered(x: keras.KerasTensor, statistics: keras.KerasTensor) -> keras.KerasTensor:
    """Feature-wise scale and shift by what the statistics say (Perez et al. 2018)."""
    scale = layers.Reshape((1, EMBEDDING))(layers.Dense(EMBEDDING, kernel_initializer="zeros")(statistics))
    shift = layers.Reshape((1, EMBEDDING))(layers.Dense(EMBEDDING, kernel_initializer="zeros")(statistics))
    return x * (1.0 + scale) + shift


def _pooled(x: keras.KerasTensor, picture: keras.KerasTensor) -> keras.KerasTensor:
    """Attentive mean and deviation over time (Okabe et al. 2018); padding, which is all zeros, gets no attention."""
    filled = ops.cast(ops.max(ops.abs(picture), axis=2, keepdims=True) > 0, x.dtype)
    filled = layers.MaxPooling1D(4)(filled)
    logits = layers.Dense(1)(layers.Dense(32, activation="tanh")(x)) + (filled - 1.0) * 30.0
    attention = layers.Softmax(axis=1)(logits)
    mean = ops.sum(attention * x, axis=1)
    spread = ops.sqrt(ops.maximum(ops.sum(attention * x * x, axis=1) - mean * mean, 1e-4))
    return layers.Concatenate()([mean, spread])
