from dashboard import board

board.show()
