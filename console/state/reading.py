"""What a page knows of what it reads: nothing yet, that it may not, that it could not just now, or the thing itself."""

from console.scheduling.errors import CallboardError, Unavailable
from console.state.acting import ActingState


class ReadingState(ActingState, mixin=True):
    """For a state that fills a page or a part of it; shown by `console.components.loading.loaded`."""

    is_loaded: bool = False
    refusal: str = ""
    """Why there is nothing to see, today or tomorrow."""
    failure: str = ""
    """Why it could not be read just now. What was read before stays: to try again may help."""

    def _not_read(self, why: CallboardError) -> None:
        if isinstance(why, Unavailable):
            self.failure = why.message
        else:
            self.is_loaded, self.refusal, self.failure = True, why.message, ""

    def _was_read(self) -> None:
        self.is_loaded, self.refusal, self.failure = True, "", ""
