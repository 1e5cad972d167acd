-- A row is one letter that was sent, the last one first.
SELECT letter_number, who, content FROM rectification_letter ORDER BY letter_number DESC
