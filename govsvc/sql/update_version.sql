-- Sets the data version, of data that were copied with all their versions.
UPDATE state SET version = $copied
