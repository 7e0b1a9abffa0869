"""Say in one line which of PostgreSQL and Redis does not answer. Run inside the virtual environment."""

import os
import sys

import environ
import psycopg2
import redis


def main() -> None:
    """Exit 1 with the reason and the remedy unless both answer."""
    database = environ.Env.db_url_config(os.environ["DATABASE_URL"])
    try:
        psycopg2.connect(
            dbname="postgres",
            user=database["USER"] or None,
            password=database["PASSWORD"] or None,
            host=database["HOST"] or None,
            port=database["PORT"] or None,
            connect_timeout=5,
        ).close()
    except psycopg2.OperationalError as error:
        sys.exit(
            f"PostgreSQL does not answer at {os.environ['DATABASE_URL']}: {str(error).splitlines()[0]}."
            " Start it, or set DATABASE_URL to one whose user may create databases."
        )
    try:
        redis.Redis.from_url(os.environ["CELERY_BROKER_URL"], socket_connect_timeout=5).ping()
    except redis.RedisError as error:
        sys.exit(
            f"Redis does not answer at {os.environ['CELERY_BROKER_URL']}: {error}."
            " Start it, or set CELERY_BROKER_URL and CACHE_URL."
        )


if __name__ == "__main__":
    main()
