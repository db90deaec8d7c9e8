"""Cards, notes and figures as files."""
