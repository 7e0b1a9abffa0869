"""What strangers see of organisations: their pages, the positions they publish, the entrance of the portal."""
