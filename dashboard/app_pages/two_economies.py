from dashboard.views import thesis

thesis.show("two_economies")
