"""One folder a thesis of the article: its indicators, its tests, and the published figures it recomputes.

A module that is put in a folder is found by itself. `FIRST` in a folder's `__init__.py` says which come first.
"""
