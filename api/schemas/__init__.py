"""What a request may hold. Python names are the core's own; the contract's camelCase names are their aliases."""
