// Looks for a QR code in a frame, away from the page's own thread. In: ImageData. Out: the text, or "".

import decodeQR from "../vendor/qr-decode/decode.js";

self.onmessage = (event) => {
  const { data, width, height } = event.data;
  let text = "";
  try {
    text = decodeQR({ data, width, height });
  } catch {
    // No code in this frame: the usual case.
  }
  self.postMessage(text);
};
