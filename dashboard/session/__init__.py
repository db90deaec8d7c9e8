"""What pages share within a process and a session: the store, findings, frames."""
