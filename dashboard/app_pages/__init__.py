"""The scripts Streamlit runs, one a page: each calls its view."""
