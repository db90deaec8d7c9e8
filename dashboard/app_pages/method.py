from dashboard.views import method

method.show()
