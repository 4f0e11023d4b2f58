"""What the operator's Prometheus is told: how much happens, how long it takes, what waits."""
