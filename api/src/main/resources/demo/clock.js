const FRAME_MILLIS = 40;
const WIDTH = 960;
const HEIGHT = 540;

/** Gives a video element a clip that this page draws: a clock that runs while the video plays. */
export function drawClock(video) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  let seconds = 0;
  let last = performance.now();

  function draw() {
    const now = performance.now();
    if (!video.paused) seconds += (now - last) / 1000;
    last = now;
    drawFace(pen, seconds);
  }

  draw();
  video.srcObject = canvas.captureStream();
  // A timer and not requestAnimationFrame, which a hidden tab never runs.
  setInterval(draw, FRAME_MILLIS);
}

function drawFace(pen, seconds) {
  pen.fillStyle = "#10131a";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.save();
  pen.translate(WIDTH / 2, HEIGHT / 2);
  pen.lineCap = "round";
  ring(pen, 1, "#2a313e");
  ring(pen, (seconds % 60) / 60, "#7193f5");
  pen.fillStyle = "#e9ecf2";
  pen.font = "600 88px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(time(seconds), 0, 6);
  pen.restore();
}

function ring(pen, share, color) {
  const top = -Math.PI / 2;
  pen.beginPath();
  pen.arc(0, 0, 190, top, top + share * 2 * Math.PI);
  pen.strokeStyle = color;
  pen.lineWidth = 18;
  pen.stroke();
}

function time(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
