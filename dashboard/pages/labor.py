from dashboard import thesis

thesis.show("labor")
