from dashboard import ledger

ledger.show()
