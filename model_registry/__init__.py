"""Publish a model, find the current one, and open its files only when they are the published ones."""

from model_registry.artifact import Artifact, Manifest, sha256
from model_registry.store import current, publish, versions

__all__ = ["Artifact", "Manifest", "current", "publish", "sha256", "versions"]
