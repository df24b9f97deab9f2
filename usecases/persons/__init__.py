"""The person at work: the name that signs, and the roles held."""
