"""Makes an int8 variant of a Wav2Lip network and says what it loses. Knows the network's inputs, not the app.

    python3 scripts/models/quantise-wav2lip.py wav2lip.onnx wav2lip-int8.onnx --faces FOLDER --speech FILE.wav
    mouthpiece models import wav2lip-int8.onnx

Convolutions get 8-bit weights (one scale a channel) and 8-bit activations whose ranges are measured: give it pictures cut to the face
(--faces) and a WAV of 16 kHz mono (--speech) of the kind the avatar will see and hear. Without them it measures on noise, which fits
random test networks only. Transposed convolutions stay in float: the runtime has no 8-bit ones. Needs numpy, pillow, onnx and
onnxruntime. The loss printed is against the float network on frames that were not used for measuring: mean and worst of 255, and
the signal-to-noise ratio. It is a number of pixels: look at the mouth before you use the variant.
"""

import argparse
import os
import tempfile
import time
import wave

import numpy as np
import onnx
import onnxruntime as ort
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

RATE = 16_000
CALIBRATION_FRAMES = 24
TEST_FRAMES = 12


def mel_of(samples):
    """The mel of Wav2Lip: 80 bands a column, a column every 200 samples, -4..4."""
    sound = np.append(samples[0], samples[1:] - 0.97 * samples[:-1])
    padded = np.pad(sound, 400)
    columns = 1 + (len(padded) - 800) // 200
    window = np.hanning(801)[:800]
    frames = np.stack([padded[i * 200 : i * 200 + 800] * window for i in range(columns)])
    spectrum = np.abs(np.fft.rfft(frames, axis=1))
    # Slaney's scale: linear below 1 kHz, logarithmic above.
    to_mel = lambda hz: np.where(hz < 1000, hz * 3 / 200, 15 + np.log(np.maximum(hz, 1e-9) / 1000) * 27 / np.log(6.4))
    to_hz = lambda mel: np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))
    edges = to_hz(np.linspace(to_mel(np.float64(55)), to_mel(np.float64(7600)), 82))
    hz = np.arange(401) * RATE / 800
    rise = (hz[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - hz[None]) / (edges[2:] - edges[1:-1])[:, None]
    bank = np.maximum(0, np.minimum(rise, fall)) * (2 / (edges[2:] - edges[:-2]))[:, None]
    level = 20 * np.log10(np.maximum(1e-5, spectrum @ bank.T)) - 20
    return np.clip(8 * (level + 100) / 100 - 4, -4, 4).T.astype(np.float32)


def windows_of(path, count, random):
    """`count` windows [1, 80, 16]: of the speech, or noise of its range."""
    if path is None:
        return np.clip(random.standard_normal((count, 1, 80, 16)) * 1.5, -4, 4).astype(np.float32)
    with wave.open(path) as file:
        if file.getframerate() != RATE or file.getnchannels() != 1 or file.getsampwidth() != 2:
            raise SystemExit("--speech must be 16-bit mono of 16 kHz")
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    mel = mel_of(samples)
    if mel.shape[1] < 17:
        raise SystemExit("--speech is too short")
    starts = random.integers(0, mel.shape[1] - 16, count)
    return np.stack([mel[None, :, at : at + 16] for at in starts])


def faces_of(folder, size, count, random):
    """`count` inputs [6, size, size]: masked and whole, blue first, 0..1."""
    if folder is None:
        whole = random.random((count, 3, size, size), dtype=np.float32)
    else:
        from PIL import Image

        files = sorted(f for f in os.listdir(folder) if f.lower().endswith((".png", ".jpg", ".jpeg", ".webp")))
        if not files:
            raise SystemExit("--faces holds no pictures")
        pictures = []
        for i in range(count):
            picture = Image.open(os.path.join(folder, files[i % len(files)])).convert("RGB").resize((size, size))
            pictures.append(np.asarray(picture, np.float32)[:, :, ::-1].transpose(2, 0, 1) / 255)
        whole = np.stack(pictures)
    masked = whole.copy()
    masked[:, :, size // 2 :] = 0
    return np.concatenate([masked, whole], axis=1)


def inputs_of(model):
    """Names of the mel and the faces, and the faces' size."""
    names = {}
    for value in model.graph.input:
        dims = [d.dim_value for d in value.type.tensor_type.shape.dim]
        if len(dims) == 4 and dims[1] == 1:
            names["mel"] = value.name
        elif len(dims) == 4 and dims[1] == 6:
            names["faces"], names["size"] = value.name, dims[2]
    if set(names) != {"mel", "faces", "size"}:
        raise SystemExit("this is no Wav2Lip: it must take [n,1,80,16] and [n,6,size,size]")
    return names


class Frames(CalibrationDataReader):
    def __init__(self, feeds):
        self.feeds = iter(feeds)

    def get_next(self):
        return next(self.feeds, None)


def run_all(path, feeds):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    session.run(None, feeds[0])
    started = time.process_time()
    answers = [session.run(None, feed)[0] for feed in feeds]
    return np.concatenate(answers), (time.process_time() - started) / len(feeds) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--faces")
    parser.add_argument("--speech")
    ask = parser.parse_args()
    random = np.random.default_rng(1)
    names = inputs_of(onnx.load(ask.source, load_external_data=False))
    total = CALIBRATION_FRAMES + TEST_FRAMES
    mels = windows_of(ask.speech, total, random)
    faces = faces_of(ask.faces, names["size"], total, random)
    feeds = [{names["mel"]: mels[i : i + 1], names["faces"]: faces[i : i + 1]} for i in range(total)]
    with tempfile.TemporaryDirectory() as folder:
        ready = os.path.join(folder, "ready.onnx")
        quant_pre_process(ask.source, ready, skip_symbolic_shape=True)
        quantize_static(
            ready,
            ask.target,
            Frames(feeds[:CALIBRATION_FRAMES]),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            # Processors without VNNI add pairs of products in 16 bits: weights of 7 bits cannot overflow them.
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["Conv"],
        )
    float_frames, float_ms = run_all(ask.source, feeds[CALIBRATION_FRAMES:])
    small_frames, small_ms = run_all(ask.target, feeds[CALIBRATION_FRAMES:])
    loss = np.abs(float_frames - small_frames) * 255
    noise = np.mean((float_frames - small_frames) ** 2)
    print(f"size            {os.path.getsize(ask.source) / 1e6:.0f} MB -> {os.path.getsize(ask.target) / 1e6:.0f} MB")
    print(f"processor time  {float_ms:.1f} -> {small_ms:.1f} ms a frame, one thread ({small_ms / float_ms:.2f}x)")
    print(f"difference      mean {loss.mean():.2f}, worst {loss.max():.1f} of 255; {10 * np.log10(1 / noise):.1f} dB")
    print("measured on     " + ("noise: true for random weights only" if ask.faces is None or ask.speech is None else "your faces and speech"))


if __name__ == "__main__":
    main()
