-- Until the end of this transaction no other writes accounts, sessions, failures or settings.
LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE
