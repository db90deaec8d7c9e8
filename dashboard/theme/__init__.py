"""The theme: colours, type, and shipped fonts."""
