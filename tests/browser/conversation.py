"""What a page and its server say to each other, so that a test can wait for the answer to what it has just done."""

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Conversation:
    """Follows the frames of a page's connection: a run that was asked for is owed until one has come to its end."""

    def __init__(self, page: Page) -> None:
        self.is_answered = True
        page.on("websocket", self._follow)

    def _follow(self, connection: WebSocket) -> None:
        connection.on("framesent", self._sent)
        connection.on("framereceived", self._received)
        connection.on("close", lambda _: self._rest())

    def _sent(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).HasField("rerun_script"):
            self.is_answered = False

    def _received(self, frame: bytes | str) -> None:
        said = ForwardMsg.FromString(frame) if isinstance(frame, bytes) else ForwardMsg()
        if said.HasField("script_finished") and said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self._rest()

    def _rest(self) -> None:
        self.is_answered = True
