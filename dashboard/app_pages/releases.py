from dashboard.views import releases

releases.show()
