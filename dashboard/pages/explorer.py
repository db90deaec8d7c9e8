from dashboard import explorer

explorer.show()
