"""Run the suite on the embedded default, with --services against PostgreSQL and Redis; with --bench, measure.

Further arguments go to pytest (tests/deadlines -k holiday), or name benchmarks (calendar).
"""

import os
import subprocess
import sys
import tempfile

import environment
from environment import PYTHON, ROOT

# What this person's shell has set for a running installation is not for the suite.
OF_AN_INSTALLATION = (
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DEBUG",
    "EMAIL_URL",
    "ERROR_EMAIL",
    "LOG_FORMAT",
    "METRICS_TOKEN",
    "OPERATOR_EMAIL",
    "SECRET_KEY",
    "SITE_URL",
    "STORAGE_URL",
    "VAR_DIR",
)
SERVICES = {
    "DATABASE_URL": "postgres://postgres@127.0.0.1:5432/qatysu",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/14",
    "CACHE_URL": "rediscache://127.0.0.1:6379/15",
}


def main() -> None:
    """Set up, then hand over to pytest or to the benchmarks; exits with their code."""
    arguments = sys.argv[1:]
    mode = arguments.pop(0) if arguments[:1] in (["--services"], ["--bench"]) else ""
    env = {name: value for name, value in os.environ.items() if name not in OF_AN_INSTALLATION}
    if mode == "--services":
        env |= {name: os.environ.get(name, default) for name, default in SERVICES.items()}
    environment.require_writable(environment.var_dir())
    environment.require_system_packages()
    environment.require_packages(environment.DEV_LOCK)
    if _python("-m", "common.catalogues") or (mode == "--services" and _python("bin/services.py", env=env)):
        sys.exit(1)
    with tempfile.TemporaryDirectory(prefix="qatysu-") as folder:
        env["VAR_DIR"] = folder
        if mode == "--bench":
            sys.exit(_python("-m", "tests.benchmarks", *arguments, env=env))
        whole = _whole_suite(arguments)
        if whole and mode == "--services":
            whole.append("--only-services")
        sys.exit(_python("-m", "pytest", *whole, *arguments, env=env))


def _whole_suite(arguments: list[str]) -> list[str]:
    """Return what pytest needs to run everything, or nothing when the person named a part."""
    if any((ROOT / argument.split("::")[0]).exists() for argument in arguments):
        return []
    return ["tests", "--ignore=tests/benchmarks", "-n", "logical", "--dist", "loadfile"]


def _python(*command: str, env: dict[str, str] | None = None) -> int:
    try:
        return subprocess.call([str(PYTHON), *command], cwd=ROOT, env=env)
    except KeyboardInterrupt:
        return 130
