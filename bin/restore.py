"""`make restore`: the run environment, then the backup, while Qatysu does not run from this folder."""

import interpreter

interpreter.require()

import subprocess  # noqa: E402  (after the check, as in run.py)
import sys  # noqa: E402

import environment  # noqa: E402
import launch  # noqa: E402


def main() -> None:
    var = environment.var_dir()
    environment.require_writable(var)
    with launch.only_one(var):
        environment.require_system_packages()
        environment.require_packages(environment.RUN_LOCK)
        command = [str(environment.PYTHON), "manage.py", "restore", *sys.argv[1:]]
        sys.exit(subprocess.call(command, cwd=environment.ROOT))


if __name__ == "__main__":
    main()
