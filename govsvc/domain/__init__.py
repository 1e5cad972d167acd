"""The words of the field: indicators, rates, rows, roster, months, rules, errors. Pure."""
