"""Thesis: Two economies."""
