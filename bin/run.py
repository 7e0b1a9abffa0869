"""`make run`: set up what is missing, then run the web server and the worker until Ctrl-C."""

import interpreter

interpreter.require()

import launch  # noqa: E402  (written for Python 3.11, so read only after the check)

if __name__ == "__main__":
    launch.main()
