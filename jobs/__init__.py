"""The clock's door: what happens by itself. Deliveries and messages go out, calls start and end, old things are swept."""
