from dashboard import thesis

thesis.show("inequality")
