from dashboard import thesis

thesis.show("crypto")
