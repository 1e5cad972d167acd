-- Writes the state of a month, in force from now on; result: count.
INSERT INTO month_state VALUES ($month, $state, $base, $edition, $version, 9223372036854775807)
