"""govsvc: a county's five government-service indicators, from monthly workbooks to rates, ranks and
named rows.
"""

#: of the program
VERSION = "0.6"
