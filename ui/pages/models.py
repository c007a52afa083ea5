"""To come."""


def show() -> None:
    """Nothing yet."""
