"""Thesis: AI capital spending."""
