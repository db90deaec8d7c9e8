"""Tests, and what belongs to them: all of it computes with the frozen pack."""

from tests import pack

pack.use()  # before `indicators.catalogue.catalogue` is imported, which asks once where figures are
