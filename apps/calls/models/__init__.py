"""Calls, and who takes part in them."""

from apps.calls.models.call import Call, Participant
from apps.calls.models.recording import HOLDER, Recording, RecordingState

__all__ = ["HOLDER", "Call", "Participant", "Recording", "RecordingState"]
