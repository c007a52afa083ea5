"""The three errors that Attune raises on purpose; each message says what was wrong and what would help."""


class AttuneError(Exception):
    """Base of every error that a person may read. It never carries what a person wrote or said."""


class InputError(AttuneError):
    """The input cannot be used as it is: empty, unreadable, too short, silent, of a wrong type."""


class ModelNotAvailable(AttuneError):
    """A model that was asked for is not on this disk; the message names the command that makes it."""


class ArtifactRefused(AttuneError):
    """A file of a model is not the one that was published, or cannot be trusted, and was not opened."""
