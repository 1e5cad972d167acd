-- Ends all sessions of an account.
DELETE FROM session
WHERE account = $account
