"""Sentences that can be said in another language, and the catalogues of translations."""
