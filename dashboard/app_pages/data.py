from dashboard.views import data

data.show()
