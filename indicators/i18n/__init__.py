"""Translatable sentences, and the catalogues of translations."""
