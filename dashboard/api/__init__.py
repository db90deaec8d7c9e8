"""The addresses that programs, previews and other pages read: claims, charts and series, without a session."""
