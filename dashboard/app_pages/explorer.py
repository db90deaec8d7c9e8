from dashboard.views import explorer

explorer.show()
