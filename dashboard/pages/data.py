from dashboard import freshness

freshness.show()
