"""What every part asks of the machine: the day it is, whole files, numbers that the environment sets."""
