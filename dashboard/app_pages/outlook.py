from dashboard.views import thesis

thesis.show("outlook")
