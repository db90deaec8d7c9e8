from dashboard import thesis

thesis.show("overview")
