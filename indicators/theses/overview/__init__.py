"""Thesis: What pulls growth."""
