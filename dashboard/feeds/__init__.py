"""What goes out by itself: notifications of changed verdicts, the feed of them, the calendar of releases."""
