"""`make test`: the development environment, then the whole suite."""

import interpreter

interpreter.require()

import suite  # noqa: E402  (written for Python 3.11, so read only after the check)

if __name__ == "__main__":
    suite.main()
