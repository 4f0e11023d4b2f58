"""The core: when an agent is free, what a booking may become, and who may do what."""
