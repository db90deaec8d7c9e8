"""The caches that pages share within a process and a session: store, findings, frames."""
