-- Takes out the table of the entries, all of which stand in an archive.
DROP TABLE log_entry
