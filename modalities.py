"""The list of modalities: adding one is a new folder and one line here."""

from core.modality import Modality
from questionnaire import MODALITY as QUESTIONNAIRE
from speech_model import MODALITY as SPEECH
from text_model import MODALITY as TEXT

MODALITIES: tuple[Modality, ...] = (TEXT, SPEECH, QUESTIONNAIRE)
