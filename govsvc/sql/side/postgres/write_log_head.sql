-- Notes the last entry, unless the head is ahead already.
UPDATE log_head SET number = $number, hash = $hash
WHERE number <= $number
