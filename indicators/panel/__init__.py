"""What an indicator sees: series as of a day, in base units, of vintages that fit; and how fresh each is."""
