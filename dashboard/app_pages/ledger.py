from dashboard.views import ledger

ledger.show()
