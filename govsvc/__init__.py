"""govsvc: a county's five government-service indicators, from monthly workbooks to rates, ranks and named rows."""
