"""What runs inside the sandbox: nothing in here is secret, and nothing in here is trusted."""
