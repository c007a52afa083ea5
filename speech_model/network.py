# ruff: noqa: TID253
"""The Keras network: convolutions over the log-mel picture, steered by the statistics and the voice baseline.

Layers only, no bare operations: the older .h5 format knows nothing else.
"""

from __future__ import annotations

import keras
from keras import layers

from speech_model.features import names
from speech_model.picture import ROWS

DESIGN = 2 * len(names()) + 1
EMBEDDING = 128
_FRAMES_PER_STEP = 4


def build(labels: int, *, training_heads: bool) -> keras.Model:
    """Two inputs (picture, design) to logits. With `training_heads` each branch also answers by itself."""
    picture = keras.Input((None, ROWS), name="picture")
    design = keras.Input((DESIGN,), name="design")
    statistics = _statistics_branch(design)
    heard = _picture_branch(picture, statistics)
    joint = layers.Dropout(0.2)(layers.Concatenate(dtype="float32")([heard, statistics]))
    outputs = [layers.Dense(labels, name="joint", dtype="float32")(joint)]
    if training_heads:
        outputs += [
            layers.Dense(labels, name=f"only_{n}", dtype="float32")(x)
            for n, x in (("picture", heard), ("statistics", statistics))
        ]
    return keras.Model([picture, design], outputs, name="attune_speech")


def _normal(x: keras.KerasTensor) -> keras.KerasTensor:
    return layers.ReLU()(layers.BatchNormalization()(x))


def _statistics_branch(design: keras.KerasTensor) -> keras.KerasTensor:
    x = layers.Dropout(0.4)(_normal(layers.Dense(384, use_bias=False)(layers.Dropout(0.2)(design))))
    return layers.Dropout(0.2)(_normal(layers.Dense(EMBEDDING, use_bias=False)(x)))


def _convolved(x: keras.KerasTensor, width: int, stride: int = 1) -> keras.KerasTensor:
    return _normal(layers.Conv1D(EMBEDDING, width, strides=stride, padding="same", use_bias=False)(x))


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
    scale = layers.Dense(EMBEDDING, kernel_initializer="zeros", bias_initializer="ones")(statistics)
    shift = layers.Dense(EMBEDDING, kernel_initializer="zeros")(statistics)
    scale, shift = (layers.Reshape((1, EMBEDDING))(part) for part in (scale, shift))
    return layers.Add()([layers.Multiply()([x, scale]), shift])


def _pooled(x: keras.KerasTensor, picture: keras.KerasTensor) -> keras.KerasTensor:
    """Attentive mean and spread over time (Okabe et al. 2018); padding, which is all zeros, gets no attention."""
    squares = layers.Multiply()([picture, picture])
    sums = layers.Dense(1, use_bias=False, kernel_initializer=keras.initializers.Constant(1e4), trainable=False)(
        squares
    )
    filled = layers.MaxPooling1D(_FRAMES_PER_STEP, padding="same")(layers.ReLU(max_value=1.0)(sums))
    logits = layers.Dense(1)(layers.Dense(32, activation="tanh")(x))
    attention = layers.Softmax(axis=1, dtype="float32")(layers.Add()([logits, layers.Rescaling(30.0, -30.0)(filled)]))
    mean = _summed(attention, x)
    square = _summed(attention, layers.Multiply(dtype="float32")([x, x]))
    variance = layers.Subtract(dtype="float32")([square, layers.Multiply(dtype="float32")([mean, mean])])
    return layers.Concatenate(dtype="float32")([mean, layers.Activation("softsign", dtype="float32")(variance)])


def _summed(attention: keras.KerasTensor, x: keras.KerasTensor) -> keras.KerasTensor:
    return layers.Reshape((EMBEDDING,), dtype="float32")(layers.Dot(axes=1, dtype="float32")([attention, x]))
