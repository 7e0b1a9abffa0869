"""What people do with amendments, by noun: `table`, `cells`, `rows`, `review`, `coalition`, `library`, `text`."""
