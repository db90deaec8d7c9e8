"""The board as files: a site of pages that any file server holds, and that reads from a disk."""
