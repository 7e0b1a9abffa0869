"""What people and the poller do with drafts; one module a noun."""
