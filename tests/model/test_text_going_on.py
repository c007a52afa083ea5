"""Training can go on from the weights that ship: read back, they answer as what is served."""

import numpy as np
import pytest

from model_registry import Artifact
from text_model import MODALITY
from text_model.encoder import MINILM, load_base
from text_model.job import mean_weights
from text_model.labels import TASKS
from text_model.network import BRANCHES, JointNetwork, logits_of
from text_model.runtime import Runtime

pytestmark = pytest.mark.model
TEXTS = ["I cry every night and I don't know why.", "We had a lovely day at the lake.", "The train was late again."]


def test_the_weights_that_ship_are_read_back_as_the_network_that_was_trained() -> None:
    encoder, tokenizer = load_base(MINILM)
    network = JointNetwork(encoder, TASKS, BRANCHES)
    network.load_state_dict(mean_weights([MODALITY.shipped], tuple(BRANCHES)))
    again = logits_of(network, tokenizer, TEXTS, 256, in_fp32=True)
    runtime = Runtime(Artifact.open(MODALITY.shipped, MODALITY.train_command))
    windows = [own[0] for own in runtime.windows(TEXTS)]
    served = runtime.logits(windows)
    # Beside the network, what is served has the linear model of words; `crisis` goes without.
    assert np.abs(again["crisis"] - served["crisis"]).max() < 0.3
    assert np.abs(served["crisis"]).max() > 1
