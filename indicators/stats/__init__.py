"""Pure functions on dated series."""
