-- A row is one header that a person said something of.
SELECT fingerprint, kind, header_rows, columns FROM header_choice ORDER BY fingerprint
