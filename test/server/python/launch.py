"""Creates the tables and the first account, and runs the web server, in one process.

Reads one line of JSON from stdin ({"settings", "admin", "token"}), so that the process list shows no secrets. Prints a line per completed step to stdout. Runs until stdin closes. This also happens if the parent process dies, so that no server is left behind.
"""

import json
import os
import sys
import threading

from pyramid.paster import get_app, get_appsettings, setup_logging
from waitress.server import create_server


def report(step, **facts):
    print(json.dumps({"step": step, **facts}), flush=True)


def create_tables(settings_file):
    # The packages on PyPI contain the models, but not alembic's env.py or the migrations. So we
    # create the tables from the models, like DataMeta's own test suite.
    from datameta.models import get_engine
    from datameta.models.meta import Base

    engine = get_engine(get_appsettings(settings_file))
    Base.metadata.create_all(engine)
    engine.dispose()
    report("tables", count=len(Base.metadata.tables))


def create_first_account(settings_file, admin, token):
    from datameta.scripts.initialize_db import main

    main(
        ["initialize_datameta_db", "-c", settings_file]
        + ["-un", admin["fullname"], "-ue", admin["email"], "-up", admin["password"]]
        + ["-g", admin["group"], "-ak", token]
    )
    report("account")


def end_with_stdin():
    sys.stdin.read()
    os._exit(0)


def serve(settings_file):
    app = get_app(settings_file)
    # With port 0, the system chooses a free port, so no other program can take it first.
    server = create_server(app, listen="127.0.0.1:0", max_request_body_size=10 * 1024**3)
    threading.Thread(target=end_with_stdin, daemon=True).start()
    report("listening", port=int(server.effective_port))
    server.run()


def main():
    order = json.loads(sys.stdin.readline())
    setup_logging(order["settings"])
    create_tables(order["settings"])
    create_first_account(order["settings"], order["admin"], order["token"])
    serve(order["settings"])


if __name__ == "__main__":
    main()
