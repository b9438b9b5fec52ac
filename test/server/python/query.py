"""Runs one SQL statement and prints its rows as JSON.

Reads {"url", "statement", "parameters"} from stdin; without parameters a % stands for itself.
Goes through the driver that the server itself uses: PostgreSQL's npm packages come without psql.
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
