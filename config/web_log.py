"""What the web server writes down of a visit, and of what went wrong in it."""

import logging
from typing import Any

from gunicorn.glogging import Logger

from common import trace
from config.logs import JsonLine, Line, is_json, without_secrets


class WebLog(Logger):
    """For gunicorn's `--logger-class`."""

    def setup(self, cfg: Any) -> None:
        """Its own errors name the address of the visit too: 'Error handling request GET /ics/...'."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLine() if is_json() else Line(self.error_fmt, self.datefmt))
        if is_json():
            for handler in self.access_log.handlers:
                handler.setFormatter(JsonLine())

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """The parts of a line: the address, and the address that the visitor came from, without their secrets."""
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {
            name: without_secrets(value) if isinstance(value, str) else value for name, value in atoms.items()
        }

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """One visit. For machines it has no address of the visitor, no browser and nothing that was searched for."""
        if not is_json():
            super().access(resp, req, environ, request_time)
            return
        if not self.access_log.handlers:
            return
        given = dict(resp.headers)
        facts = {
            "request": given.get(trace.HEADER, ""),
            "method": environ.get("REQUEST_METHOD", ""),
            "path": environ.get("PATH_INFO", ""),
            "status": int(str(resp.status).split(maxsplit=1)[0]),
            "bytes": getattr(resp, "sent", 0) or 0,
            "seconds": round(request_time.total_seconds(), 3),
        }
        self.access_log.log(logging.INFO, "visit", extra={"facts": facts})
