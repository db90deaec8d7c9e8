from dashboard.views import corrections

corrections.show()
