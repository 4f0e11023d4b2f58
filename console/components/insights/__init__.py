"""The parts of the page of insights, a room each."""
