from dashboard.views import board

board.show()
