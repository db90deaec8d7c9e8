"""The bench: `python -m tests.bench` measures the dashboard against floors taken in the same run.

A floor is what nobody can go below: an empty Streamlit page, an import of pandas. Ratios to it carry
from machine to machine where milliseconds do not.
"""
