"""A small web service on ocopkit: it scores products and keeps their cases.

``uvicorn --factory ocop_web:create_app`` runs it, and ``/docs`` shows what it answers.
"""

from ocop_web.app import create_app

__all__ = ["create_app"]
