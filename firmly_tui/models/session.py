"""A device's session: the token that carts hang on."""

from pydantic import ConfigDict, Field, SecretStr

from firmly_tui.models.base import Document, Flag, Id


class DeviceSession(Document):
    """What `browser-session` answers. The token never shows in a `repr`.

    `expires` is in unix seconds and is what counts; the token's own claims are not read.
    """

    model_config = ConfigDict(frozen=True)

    access_token: SecretStr
    device_id: Id = Field(default="", max_length=256)
    expires: int
    device_created: Flag = False
