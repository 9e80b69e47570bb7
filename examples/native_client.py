#!/usr/bin/env python3
"""A talking face over the native protocol in one file; Python 3.9 or newer, standard library only.

    python3 native_client.py picture.png speech.wav out.mjpeg [127.0.0.1:8765]

The speech is a WAV of 16 kHz, mono, 16 bits. The frames are written one JPEG after the other:
ffmpeg -framerate 25 -i out.mjpeg -i speech.wav -pix_fmt yuv420p out.mp4
"""
import base64
import json
import os
import socket
import struct
import sys
import wave


class Socket:
    """As much of RFC 6455 as a client of a loopback server needs."""

    def __init__(self, host, path):
        name, port = host.rsplit(":", 1)
        self.raw = socket.create_connection((name, int(port)), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        self.raw.sendall(request.encode())
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.raw.recv(1)
            if not piece:
                raise RuntimeError("the server closed the connection")
            head += piece
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(head.split(b"\r\n")[0].decode())

    def send(self, data, opcode):
        mask = os.urandom(4)
        if len(data) < 126:
            size = bytes([0x80 | len(data)])
        elif len(data) < 65536:
            size = bytes([0x80 | 126]) + struct.pack(">H", len(data))
        else:
            size = bytes([0x80 | 127]) + struct.pack(">Q", len(data))
        key = int.from_bytes((mask * (len(data) // 4 + 1))[: len(data)], "big")
        masked = (int.from_bytes(data, "big") ^ key).to_bytes(len(data), "big")
        self.raw.sendall(bytes([0x80 | opcode]) + size + mask + masked)

    def send_json(self, message):
        self.send(json.dumps(message).encode(), 1)

    def _exactly(self, count):
        data = bytearray()
        while len(data) < count:
            piece = self.raw.recv(count - len(data))
            if not piece:
                raise RuntimeError("the server closed the connection")
            data += piece
        return bytes(data)

    def next(self):
        """The next message: a dict for text, bytes for binary. Errors of the server are raised."""
        data = b""
        kind = None
        while True:
            first, second = self._exactly(2)
            size = second & 0x7F
            if size == 126:
                size = struct.unpack(">H", self._exactly(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self._exactly(8))[0]
            payload = self._exactly(size)
            opcode = first & 0x0F
            if opcode == 8:
                raise RuntimeError("the server closed the connection")
            if opcode == 9:
                self.send(payload, 10)
                continue
            if opcode in (1, 2):
                kind = opcode
            if opcode in (0, 1, 2):
                data += payload
                if first & 0x80:
                    break
        if kind == 2:
            return data
        message = json.loads(data)
        if message.get("type") == "error":
            raise RuntimeError(f"{message.get('code')}: {message.get('message')}")
        return message


def frames_of(message):
    assert message[:4] == b"VIDX", "expected VIDX"
    at = 8
    for _ in range(struct.unpack_from("<I", message, 4)[0]):
        size = struct.unpack_from("<I", message, at)[0]
        yield message[at + 4 : at + 4 + size]
        at += 4 + size


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    picture, speech, out = sys.argv[1:4]
    host = sys.argv[4] if len(sys.argv) > 4 else "127.0.0.1:8765"
    with wave.open(speech) as sound:
        if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (16000, 1, 2):
            sys.exit(f"{speech} is not 16 kHz, mono, 16 bits")
        pcm = sound.readframes(sound.getnframes())
    with open(picture, "rb") as file:
        image = base64.b64encode(file.read()).decode()

    server = Socket(host, "/v1/avatar/realtime")
    server.send_json(
        {
            "type": "session.create",
            "inputs": {"image_b64": image, "prompt": "A person is talking."},
            "config": {"width": 416, "height": 704, "fps": 25},
        }
    )
    created = server.next()
    chunk_bytes = created["audio"]["chunk_samples"] * 2
    frames = 0
    with open(out, "wb") as file:
        for at in range(0, len(pcm), chunk_bytes):
            chunk = pcm[at : at + chunk_bytes].ljust(chunk_bytes, b"\0")
            server.send(b"AUDI" + chunk, 2)
            metrics = server.next()
            for jpeg in frames_of(server.next()):
                file.write(jpeg)
                frames += 1
            print(f"chunk {metrics['chunk_index']}: {frames} frames, {metrics['infer_ms']} ms", file=sys.stderr)
    server.send_json({"type": "session.close"})
    server.next()
    print(f"{frames} frames in {out}")


if __name__ == "__main__":
    try:
        main()
    except (OSError, RuntimeError) as error:
        sys.exit(str(error))
