"""Addresses: the view, its query parameters, links, and accepted hosts."""
