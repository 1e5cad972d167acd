-- One row: from now on this connection finds the tables of the schema alone, waits half a minute for another's write, and is ended where its own one stands still or its machine is gone; no query is compiled, which takes longer than to run it.
SELECT set_config('search_path', $schema, false), set_config('lock_timeout', '30s', false), set_config('idle_in_transaction_session_timeout', '10min', false),
    set_config('jit', 'off', false), set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false)
