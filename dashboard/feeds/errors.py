"""Errors of feeds, for who has to know them before pandas is there."""


class TargetError(ValueError):
    """A target that is none. The message shows no secret."""
