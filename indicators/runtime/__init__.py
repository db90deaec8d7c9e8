"""Services of the machine: today's date, atomic files, bounded numbers from the environment."""
