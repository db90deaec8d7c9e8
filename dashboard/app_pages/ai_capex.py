from dashboard.views import thesis

thesis.show("ai_capex")
