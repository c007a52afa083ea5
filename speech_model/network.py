# ruff: noqa: TID253
"""The Keras network: residual convolutions over the log-mel picture, steered by the statistics and the baseline.

Layers only, no bare operations: the older .h5 format knows nothing else.
"""

from __future__ import annotations

import keras
from keras import layers

from speech_model.features import names
from speech_model.picture import ROWS
from speech_model.spectrum import MEL_BANDS

DESIGN = 2 * len(names()) + 1
EMBEDDING = 128
STATISTICS_WIDTH, STATISTICS_EMBEDDING = 512, 256
WIDTH = 16
_FRAMES_PER_STEP = 8


def build(labels: int, *, training_heads: bool) -> keras.Model:
    """Two inputs (picture, design) to logits: the mean of a joint head and one of each branch by itself.

    With `training_heads` the three answer apart. On clean clips of held-out speakers the mean was better than the joint
    head, with a baseline by one to five points of UA; on disturbed clips it was up to a point and a half worse.
    """
    picture = keras.Input((None, ROWS), name="picture")
    design = keras.Input((DESIGN,), name="design")
    statistics = _statistics_branch(design)
    heard = _picture_branch(picture, design, statistics)
    joint = layers.Concatenate(dtype="float32")([heard, statistics])
    heads = [
        layers.Dense(labels, name=name, dtype="float32")(x)
        for name, x in (("joint", joint), ("only_picture", heard), ("only_statistics", statistics))
    ]
    outputs = heads if training_heads else layers.Average(dtype="float32")(heads)
    return keras.Model([picture, design], outputs, name="attune_speech")


def _normal(x: keras.KerasTensor) -> keras.KerasTensor:
    return layers.ReLU()(layers.BatchNormalization()(x))


def _statistics_branch(design: keras.KerasTensor) -> keras.KerasTensor:
    x = layers.Dropout(0.6)(_normal(layers.Dense(STATISTICS_WIDTH, use_bias=False)(layers.Dropout(0.5)(design))))
    return layers.Dropout(0.3)(_normal(layers.Dense(STATISTICS_EMBEDDING, use_bias=False)(x)))


def _residual(x: keras.KerasTensor, channels: int, stride: int) -> keras.KerasTensor:
    """Two convolutions and a shortcut (He et al. 2016)."""
    y = _normal(layers.Conv2D(channels, 3, strides=stride, padding="same", use_bias=False)(x))
    y = layers.BatchNormalization()(layers.Conv2D(channels, 3, padding="same", use_bias=False)(y))
    if stride > 1:
        x = layers.AveragePooling2D(stride, padding="same")(x)
        x = layers.BatchNormalization()(layers.Conv2D(channels, 1, use_bias=False)(x))
    return layers.ReLU()(layers.Add()([y, x]))


def _picture_branch(
    picture: keras.KerasTensor, design: keras.KerasTensor, statistics: keras.KerasTensor
) -> keras.KerasTensor:
    """The spectrum as it is and moved by what the design says of the speaker; pitch and energy join it later."""
    rows = layers.Reshape((-1, ROWS, 1))(picture)
    mel = layers.Cropping2D(((0, 0), (0, ROWS - MEL_BANDS)))(rows)
    melody = layers.Reshape((-1, ROWS - MEL_BANDS))(layers.Cropping2D(((0, 0), (MEL_BANDS, 0)))(rows))
    offset = layers.Dense(MEL_BANDS, kernel_initializer="zeros", use_bias=False)(design)
    x = layers.Concatenate()([mel, layers.Add()([mel, layers.Reshape((1, MEL_BANDS, 1))(offset)])])
    x = _normal(layers.Conv2D(WIDTH, 5, strides=2, padding="same", use_bias=False)(x))
    x = _residual(_residual(_residual(x, WIDTH, 1), 2 * WIDTH, 2), 4 * WIDTH, 2)
    x = layers.Dropout(0.1)(layers.Reshape((-1, MEL_BANDS // 8 * 4 * WIDTH))(x))
    x = _normal(layers.Conv1D(EMBEDDING, 1, use_bias=False)(x))
    x = layers.Concatenate()([x, _melody_branch(melody)])
    x = layers.BatchNormalization()(layers.Conv1D(EMBEDDING, 3, padding="same", use_bias=False)(x))
    return layers.Dropout(0.4)(_pooled(layers.ReLU()(_steered(x, statistics)), picture))


def _melody_branch(melody: keras.KerasTensor) -> keras.KerasTensor:
    x = _normal(layers.Conv1D(32, 5, strides=2, padding="same", use_bias=False)(melody))
    x = layers.AveragePooling1D(2, padding="same")(x)
    x = _normal(layers.Conv1D(32, 3, padding="same", use_bias=False)(x))
    return layers.AveragePooling1D(2, padding="same")(x)


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
