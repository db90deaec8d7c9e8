"""What stands in an address: the view, its parameters, links, and the hosts that are ours."""
