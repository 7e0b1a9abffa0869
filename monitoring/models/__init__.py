from monitoring.models.loops import Loop

__all__ = ["Loop"]
