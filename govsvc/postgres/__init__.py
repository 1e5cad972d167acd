"""What all that lies on a PostgreSQL server is reached by: a pool of connections to one county's
schema, named parameters, and what the server refuses in sentences.
"""
