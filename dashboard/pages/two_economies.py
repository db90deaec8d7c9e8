from dashboard import thesis

thesis.show("two_economies")
