"""The refresh: the series due, their providers, the publish gate, publication in the store.

It connects `indicators.providers`, which do not know the store, with the store, which does not know providers.
"""
