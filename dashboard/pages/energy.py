from dashboard import thesis

thesis.show("energy")
