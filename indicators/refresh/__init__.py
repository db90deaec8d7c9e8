"""The refresh engine: what is due, from which source, through the publish gate, into the store.

It stands between `indicators.providers`, which know no store, and the store, which knows no source.
"""
