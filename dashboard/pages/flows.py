from dashboard import thesis

thesis.show("flows")
