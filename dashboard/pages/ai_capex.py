from dashboard import thesis

thesis.show("ai_capex")
