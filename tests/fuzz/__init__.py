"""Many odd inputs at once: a quick form of each is in the suite, the whole is a command that prints its count."""
