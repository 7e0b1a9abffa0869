"""What people and the system do with requests for information and with the directory of bodies."""
