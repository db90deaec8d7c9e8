"""What Streamlit's server is started by: `python -m dashboard.server.serving run …`, as `streamlit run …`, under our limits."""

import sys

import uvicorn

from dashboard.server import journal, limits


def main() -> None:
    """Start what the arguments say, as the command `streamlit` would; the process ends with it."""
    try:
        journal.set_up()
        limits.raise_descriptors()
        limits.most()
    except (ValueError, OSError) as error:
        sys.exit(f"Error: {error}")
    # Streamlit has no settings for these; it asks uvicorn for a server by this name.
    uvicorn.Config = limits.Limited  # type: ignore[misc]
    from streamlit.web.cli import main as streamlit  # 0.7 s, after which a setting would be refused too late

    streamlit(prog_name="streamlit")


if __name__ == "__main__":
    main()
