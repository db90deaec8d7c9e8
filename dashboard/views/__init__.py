"""The pages, as functions: one module a page."""
