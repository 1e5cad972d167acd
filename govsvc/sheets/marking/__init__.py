"""The workbook given back: faulty cells filled and commented, and a first sheet that lists the
issues.
"""
