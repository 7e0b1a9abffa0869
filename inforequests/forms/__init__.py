"""What people say of requests and of the directory. Nothing is saved here."""
