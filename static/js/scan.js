// Reads a pass: by camera, by a picture, or by a USB scanner (which types into the field and presses Enter; that
// needs no script). On a form with [data-scan-field]:
//   [data-scan-start]   button that starts the camera; data-autostart on the form starts it at once
//   [data-scan-video]   where the camera is seen
//   [data-scan-photo]   a file field with capture, for a browser without live camera
//   [data-scan-status]  role=status; the form's data-looking, data-no-camera and data-no-code say what happens

const WIDTH = 640;
const HEIGHT = 480;
const PAUSE = 110;

function pixelsOf(picture, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

function makeDecoder() {
  const worker = new Worker(new URL("./scan-worker.js", import.meta.url), { type: "module" });
  return (pixels) =>
    new Promise((resolve, reject) => {
      worker.onmessage = (event) => resolve(event.data);
      worker.onerror = reject;
      worker.postMessage(pixels, [pixels.data.buffer]);
    });
}

export function start(form) {
  const field = form.querySelector("[data-scan-field]");
  const button = form.querySelector("[data-scan-start]");
  const video = form.querySelector("[data-scan-video]");
  const photo = form.querySelector("[data-scan-photo]");
  const status = form.querySelector("[data-scan-status]");
  let decode = null;
  let stream = null;

  const say = (text) => {
    status.textContent = text;
  };

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
  }

  function take(text) {
    stop();
    field.value = text;
    navigator.vibrate?.(80);
    form.requestSubmit();
  }

  async function look() {
    while (stream) {
      if (video.readyState >= video.HAVE_CURRENT_DATA) {
        const text = await decode(pixelsOf(video, video.videoWidth || WIDTH, video.videoHeight || HEIGHT));
        if (text && stream) {
          take(text);
          return;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  async function open() {
    try {
      decode ??= makeDecoder();
      const wish = { facingMode: "environment", width: WIDTH, height: HEIGHT };
      stream = await navigator.mediaDevices.getUserMedia({ video: wish, audio: false });
      video.srcObject = stream;
      video.hidden = false;
      button.hidden = true;
      await video.play();
      say(form.dataset.looking);
      await look();
    } catch {
      stop();
      button.hidden = false;
      say(form.dataset.noCamera);
      field.focus();
    }
  }

  async function readPhoto() {
    const picture = await createImageBitmap(photo.files[0]);
    const scale = Math.min(1, 1280 / Math.max(picture.width, picture.height));
    decode ??= makeDecoder();
    const text = await decode(pixelsOf(picture, Math.round(picture.width * scale), Math.round(picture.height * scale)));
    if (text) take(text);
    else say(form.dataset.noCode);
  }

  photo?.addEventListener("change", () => readPhoto().catch(() => say(form.dataset.noCode)));
  window.addEventListener("pagehide", stop);
  if (!navigator.mediaDevices?.getUserMedia) return;
  button.hidden = false;
  button.addEventListener("click", open);
  if (form.dataset.autostart !== undefined) open();
}
