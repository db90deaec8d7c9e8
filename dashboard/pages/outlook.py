from dashboard import thesis

thesis.show("outlook")
