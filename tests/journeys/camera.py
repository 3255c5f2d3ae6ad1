"""A camera for the browser that sees one card: pictures of a QR code in a file that Chromium plays as video."""

from io import BytesIO
from pathlib import Path

import qrcode
from PIL import Image

SIZE = (640, 480)
FRAMES = 10


def film_of(text: str, path: Path) -> Path:
    """Write a film in which somebody holds a card with this code before the camera."""
    code = qrcode.make(text, box_size=6, border=4).get_image().convert("RGB")
    code.thumbnail((380, 380))
    frame = Image.new("RGB", SIZE, (150, 160, 155))
    frame.paste(code, ((SIZE[0] - code.width) // 2, (SIZE[1] - code.height) // 2))
    picture = BytesIO()
    frame.save(picture, "JPEG", quality=92)
    # Chromium reads JPEG pictures one after the other as a film.
    path.write_bytes(picture.getvalue() * FRAMES)
    return path


def camera_flags(film: Path) -> list[str]:
    """What tells Chromium to use the film as its camera."""
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
