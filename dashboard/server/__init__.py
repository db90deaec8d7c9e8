"""The server: Streamlit's app behind our middlewares."""
