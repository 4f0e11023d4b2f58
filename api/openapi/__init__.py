"""The OpenAPI 3.1 document: what the framework knows of the routes, and all that it cannot see."""
