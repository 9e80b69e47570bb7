#!/usr/bin/env python3
"""Records a talking face over the native protocol: one file, Python 3.9 or newer, standard library only.

    python3 record_session.py --picture face.png --speech speech.wav --out talk.mp4
            [--server ws://127.0.0.1:8765] [--token TOKEN] [--size 416x704] [--fps 25] [--model soulx-flashtalk-14b]

The speech is a WAV of 16-bit PCM at any rate. An MP4 needs ffmpeg on the PATH; without it, or when --out ends in .avi, the same
frames and sound are written as a Motion-JPEG AVI, which every player opens.
"""
import argparse
import base64
import json
import math
import os
import shutil
import socket
import struct
import subprocess
import sys
import urllib.parse
import wave


class WebSocket:
    """As much of RFC 6455 as a client of a server nearby needs."""

    def __init__(self, url):
        where = urllib.parse.urlsplit(url)
        self.raw = socket.create_connection((where.hostname, where.port or 80), timeout=120)
        self.raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        path = (where.path or "/") + (f"?{where.query}" if where.query else "")
        key = base64.b64encode(os.urandom(16)).decode()
        self.raw.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.file = self.raw.makefile("rb")
        status = self.file.readline().decode("latin-1").strip()
        while self.file.readline() not in (b"\r\n", b""):
            pass
        if " 101 " not in f"{status} ":
            raise RuntimeError(f"the server answered {status or 'nothing'}")

    def _send(self, opcode, data):
        if len(data) < 126:
            size = bytes([0x80 | len(data)])
        elif len(data) < 65536:
            size = struct.pack(">BH", 0x80 | 126, len(data))
        else:
            size = struct.pack(">BQ", 0x80 | 127, len(data))
        mask = os.urandom(4)
        key = int.from_bytes((mask * (len(data) // 4 + 1))[: len(data)], "big")
        masked = (int.from_bytes(data, "big") ^ key).to_bytes(len(data), "big")
        self.raw.sendall(bytes([0x80 | opcode]) + size + mask + masked)

    def _exactly(self, count):
        data = self.file.read(count)
        if len(data) < count:
            raise RuntimeError("the server closed the connection")
        return data

    def send(self, message):
        """A dict goes as text, bytes as a binary message."""
        if isinstance(message, dict):
            self._send(1, json.dumps(message).encode())
        else:
            self._send(2, message)

    def next(self):
        """The next message: a dict for text, bytes for binary. Errors of the server are raised."""
        data, kind = b"", None
        while True:
            first, size = self._exactly(2)
            if size == 126:
                (size,) = struct.unpack(">H", self._exactly(2))
            elif size == 127:
                (size,) = struct.unpack(">Q", self._exactly(8))
            payload, opcode = self._exactly(size), first & 0x0F
            if opcode == 8:
                raise RuntimeError("the server closed the connection")
            if opcode == 9:
                self._send(10, payload)
            elif opcode in (0, 1, 2):
                kind, data = opcode or kind, data + payload
                if first & 0x80:
                    break
        if kind == 2:
            return data
        message = json.loads(data)
        if message.get("type") == "error":
            raise RuntimeError(f"{message.get('code', 'error')}: {message.get('message')}")
        return message

    def close(self):
        self._send(8, struct.pack(">H", 1000))
        self.raw.close()


def frames_of(message):
    """The JPEGs of "VIDX", u32 count, and for each u32 length and bytes; all little-endian."""
    if message[:4] != b"VIDX":
        raise RuntimeError("expected a VIDX message")
    frames, at = [], 8
    for _ in range(struct.unpack_from("<I", message, 4)[0]):
        (size,) = struct.unpack_from("<I", message, at)
        frames.append(message[at + 4 : at + 4 + size])
        at += 4 + size
    return frames


def read_wav(file):
    """Rate, channels and interleaved 16-bit little-endian samples."""
    with wave.open(file) as sound:
        if sound.getsampwidth() != 2:
            raise RuntimeError(f"{file} does not hold 16-bit samples")
        return sound.getframerate(), sound.getnchannels(), sound.readframes(sound.getnframes())


def talk(server, options, sound):
    """Speaks one chunk at a time; yields the video's facts first, then the frames of each chunk, until all were there."""
    rate, channels, pcm = sound
    width, height = (int(side) for side in options.size.split("x"))
    with open(options.picture, "rb") as file:
        image = base64.b64encode(file.read()).decode()
    server.send(
        {
            "type": "session.create",
            "model": options.model,
            "inputs": {"image_b64": image, "prompt": "A person is talking."},
            "config": {"width": width, "height": height, "fps": options.fps, "sample_rate": rate, "channels": channels},
        }
    )
    created = server.next()
    yield created["video"]
    chunk_bytes = created["audio"]["chunk_samples"] * created["audio"]["channels"] * 2
    wanted = math.ceil(len(pcm) / (2 * channels * rate) * created["video"]["fps"])
    frames, at = 0, 0
    # Servers that look ahead give their last frames only for silence behind the speech; three chunks are patience enough.
    while at < len(pcm) or (frames < wanted and at < len(pcm) + 3 * chunk_bytes):
        server.send(b"AUDI" + pcm[at : at + chunk_bytes].ljust(chunk_bytes, b"\0"))
        metrics = server.next()
        some = frames_of(server.next())[: wanted - frames]
        frames, at = frames + len(some), at + chunk_bytes
        progress = f"chunk {metrics['chunk_index']}: {frames} of {wanted} frames, {metrics['infer_ms']} ms"
        print(progress, file=sys.stderr)
        yield some
    server.send({"type": "session.close"})
    server.next()


def write_mp4(out, speech, parts):
    video = next(parts)
    command = ["ffmpeg", "-v", "error", "-y"]
    command += ["-f", "image2pipe", "-c:v", "mjpeg", "-framerate", str(video["fps"]), "-i", "pipe:0", "-i", speech]
    command += ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    with subprocess.Popen(command + ["-movflags", "+faststart", out], stdin=subprocess.PIPE) as ffmpeg:
        for frames in parts:
            ffmpeg.stdin.writelines(frames)
    if ffmpeg.returncode != 0:
        raise RuntimeError(f"ffmpeg ended with {ffmpeg.returncode}")


def riff(name, *parts):
    body = b"".join(parts)
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def write_avi(out, sound, parts):
    """RIFF AVI with an MJPG and a PCM stream, a frame and its share of the sound in turn."""
    rate, channels, pcm = sound
    video = next(parts)
    width, height, fps = video["width"], video["height"], video["fps"]
    frames = [jpeg for some in parts for jpeg in some]
    block = 2 * channels
    blocks = len(pcm) // block
    pieces = []
    for i, jpeg in enumerate(frames):
        begin, end = (min(blocks, round(n * rate / fps)) * block for n in (i, i + 1))
        pieces += [riff(b"00dc", jpeg), riff(b"01wb", pcm[begin:end])]
    index, at = [], 4
    for piece in pieces:
        index.append(piece[:4] + struct.pack("<3I", 16, at, *struct.unpack_from("<I", piece, 4)))  # 16: a key frame
        at += len(piece)
    largest = max(len(jpeg) for jpeg in frames)

    def stream(kind, codec, scale, per_second, length, sample_size):
        numbers = (0, 0, 0, scale, per_second, 0, length, largest, 0xFFFFFFFF, sample_size)
        return riff(b"strh", kind + codec, struct.pack("<10I4H", *numbers, 0, 0, width, height))

    main_header = (1_000_000 // fps, largest * fps, 0, 0x10, len(frames), 0, 2, largest, width, height, 0, 0, 0, 0)
    picture = struct.pack("<IIIHH4sIIIII", 40, width, height, 1, 24, b"MJPG", width * height * 3, 0, 0, 0, 0)
    wave_format = struct.pack("<HHIIHH", 1, channels, rate, rate * block, block, 16)
    header = riff(
        b"LIST",
        b"hdrl",
        riff(b"avih", struct.pack("<14I", *main_header)),
        riff(b"LIST", b"strl", stream(b"vids", b"MJPG", 1, fps, len(frames), 0), riff(b"strf", picture)),
        riff(b"LIST", b"strl", stream(b"auds", b"\0" * 4, block, rate * block, blocks, block), riff(b"strf", wave_format)),
    )
    with open(out, "wb") as file:
        file.write(riff(b"RIFF", b"AVI ", header, riff(b"LIST", b"movi", *pieces), riff(b"idx1", *index)))


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("picture", "speech", "out"):
        words.add_argument(f"--{name}", required=True)
    words.add_argument("--server", default="ws://127.0.0.1:8765")
    words.add_argument("--token")
    words.add_argument("--size", default="416x704")
    words.add_argument("--fps", type=int, default=25)
    words.add_argument("--model", default="soulx-flashtalk-14b")
    options = words.parse_args()
    sound = read_wav(options.speech)
    token = "" if options.token is None else "?" + urllib.parse.urlencode({"token": options.token})
    server = WebSocket(f"{options.server}/v1/avatar/realtime{token}")
    parts = talk(server, options, sound)
    out = options.out
    if out.endswith(".avi") or shutil.which("ffmpeg") is None:
        if not out.endswith(".avi"):
            out = os.path.splitext(out)[0] + ".avi"
            print(f"ffmpeg is not on the PATH: writing {out}, a Motion-JPEG AVI, instead.", file=sys.stderr)
        write_avi(out, sound, parts)
    else:
        write_mp4(out, options.speech, parts)
    server.close()
    print(out)


if __name__ == "__main__":
    try:
        main()
    except (OSError, RuntimeError, wave.Error) as error:
        sys.exit(str(error))
