"""What Babel reads for translation beside the code: the texts of the seeds that findings quote."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

#: A text as Babel's extraction wants it: line, function, text, comments.
Found = tuple[int, str | None, str, list[str]]


def delays(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """The labels of announced delays in `seeds/events.toml`: they explain why data is late."""
    for event in tomllib.loads(file.read().decode())["event"]:
        if event["kind"] == "delay":
            yield 0, None, event["label"], []
