"""What can go wrong with a history, in words; no message ever carries what the person wrote."""

from core.errors import AttuneError, InputError


class WrongPassphrase(InputError):
    """The passphrase does not open this history."""


class HistoryDamaged(AttuneError):
    """The history file cannot be read. `kept_as` is the name under which it was put aside, if it could be."""

    def __init__(self, message: str, kept_as: str | None = None) -> None:
        super().__init__(message)
        self.kept_as = kept_as
