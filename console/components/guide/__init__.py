"""The parts of the API guide: its contents, its sections and prose, its samples and its tables."""
