"""What the web server writes down of a visit, and of what went wrong in it."""

from typing import Any

from gunicorn.glogging import Logger

from config.logs import Line, without_secrets


class WebLog(Logger):
    """For gunicorn's `--logger-class`."""

    def setup(self, cfg: Any) -> None:
        """Its own errors name the address of the visit too: 'Error handling request GET /ics/...'."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Line(self.error_fmt, self.datefmt))

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """The parts of a line: the address, and the address that the visitor came from, without their secrets."""
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {
            name: without_secrets(value) if isinstance(value, str) else value for name, value in atoms.items()
        }
