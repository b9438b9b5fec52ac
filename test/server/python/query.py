"""Runs one SQL statement and prints its rows as JSON.

Reads {"url", "statement", "parameters"} from stdin; without parameters, write % unescaped.
Uses the same driver as the server, because PostgreSQL's npm packages do not contain psql.
"""

import json
import sys

import psycopg2
import psycopg2.extras

order = json.load(sys.stdin)
connection = psycopg2.connect(order["url"], cursor_factory=psycopg2.extras.RealDictCursor)
try:
    with connection, connection.cursor() as cursor:
        cursor.execute(order["statement"], order.get("parameters"))
        rows = cursor.fetchall() if cursor.description else []
except psycopg2.Error as error:
    sys.exit(" ".join(str(error).split()))
finally:
    connection.close()
print(json.dumps(rows, default=str))
