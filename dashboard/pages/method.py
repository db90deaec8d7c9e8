from dashboard import method

method.show()
