"""The module of every provider in the registry, by name: `modules.fred`."""

from importlib import import_module
from types import SimpleNamespace

from indicators.providers import PROVIDERS

modules = SimpleNamespace(**{name: import_module(f"indicators.providers.{name}") for name in PROVIDERS})
