"""Starts Streamlit's server under our limits: `python -m dashboard.server.serving run …`, as `streamlit run …`."""

import sys

import uvicorn

from dashboard.server import journal, limits
from dashboard.urls import access


def main() -> None:
    """Run the command `streamlit` with this process's arguments; the process ends with it."""
    try:
        journal.set_up()
        limits.raise_descriptors()
        limits.most()
        access.framers()
        access.answers_a_minute()
    except (ValueError, OSError) as error:
        sys.exit(f"Error: {error}")
    # Streamlit has no settings for these limits; it creates uvicorn's Config by this name.
    uvicorn.Config = limits.Limited  # type: ignore[misc]
    from streamlit.web.cli import main as streamlit  # 0.7 s, after which a setting would be refused too late

    streamlit(prog_name="streamlit")


if __name__ == "__main__":
    main()
