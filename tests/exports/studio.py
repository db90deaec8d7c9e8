"""A studio for tests: one that is open already."""

from typing import Any


class Open:
    """A studio that is open already, and stays so."""

    def __init__(self, studio: Any) -> None:
        self.studio = studio

    def __enter__(self) -> Any:
        return self.studio

    def __exit__(self, *error: object) -> None: ...
