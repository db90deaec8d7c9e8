"""The reader's locale: translation, and labels made of numbers, dates and units."""
