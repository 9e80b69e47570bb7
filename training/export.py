"""Writes the networks as one ONNX with its state outside, and beside it the JSON that says exactly how to feed and read it."""
import hashlib
import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import features as ft
import net as nets
import phones as ph


#: what is said of frame i is shown at 10 * i + this, ms. Labels lie on a 10 ms grid whose borders are at x5 ms, so it costs nothing
FRAME_OFFSET = 2.5


def look_ahead_ms():
    """Sound needed beyond the time of the earlier frame of a step, to the end of the later frame's window."""
    return 10 * (nets.LOOK_AHEAD + nets.PAIR - 1) + 1000 * ft.WINDOW / 2 / ft.RATE - FRAME_OFFSET


def graph(net):
    """A Together by hand: torch's GRU gates are (reset, update, new), ONNX wants (update, reset, new). One convolution hears for all
    members, then each goes its own way; their opinions are summed, each weighed by its share."""
    weights, nodes, members = {}, [], net.members
    array = lambda t: t.detach().numpy().astype(np.float32)

    def swap(t):
        r, z, n = np.split(array(t), 3)
        return np.concatenate([z, r, n])

    def node(kind, inputs, outputs, **attributes):
        nodes.append(helper.make_node(kind, inputs, outputs, **attributes))

    def each(name):
        return [f"{name}.{m}" for m in range(len(members))]

    def total(parts, out):
        node("Sum", parts, [out + ".sum"])
        node("Mul", [out + ".sum", "share"], [out])

    kernel, width = net.kernel, net.width
    weights["share"] = np.float32(1 / len(members))
    weights["front.w"] = np.concatenate([array(member.front.weight) for member in members])
    weights["front.b"] = np.concatenate([array(member.front.bias) for member in members])
    node("Transpose", ["x"], ["x.t"], perm=[0, 2, 1])
    node("Concat", ["state0", "x.t"], ["joined"], axis=2)
    for name, value in (("from", -(kernel - 1)), ("to", 2 ** 31 - 1), ("axis2", 2)):
        weights[name] = np.array([value], np.int64)
    node("Slice", ["joined", "from", "to", "axis2"], ["next0"])
    node("Conv", ["joined", "front.w", "front.b"], ["front"], kernel_shape=[kernel])
    node("Relu", ["front"], ["front.r"])
    node("Transpose", ["front.r"], ["front.t"], perm=[2, 0, 1])
    weights["fronts"] = np.array([member.front.out_channels for member in members], np.int64)
    node("Split", ["front.t", "fronts"], each("heard"), axis=2)
    weights["halves"], weights["axis1"] = np.array([1, 1], np.int64), np.array([1], np.int64)
    weights["widths"] = np.array([width] * len(members), np.int64)
    node("Split", ["state1", "widths"], each("h"), axis=2)
    weights["shape"] = np.array([1, -1, nets.HEAD], np.int64)
    weights["parts"] = np.array([len(ph.PHONES), len(ph.CURVES)], np.int64)
    for m, member in enumerate(members):
        own = lambda name: f"{name}.{m}"
        node("Split", [own("h"), "halves"], [own("h0"), own("h1")], axis=0)
        below, ends = own("heard"), []
        for k in range(2):
            g = member.recurrent
            weights[own(f"g{k}.w")] = swap(getattr(g, f"weight_ih_l{k}"))[None]
            weights[own(f"g{k}.r")] = swap(getattr(g, f"weight_hh_l{k}"))[None]
            weights[own(f"g{k}.b")] = np.concatenate([swap(getattr(g, f"bias_ih_l{k}")), swap(getattr(g, f"bias_hh_l{k}"))])[None]
            node("GRU", [below, own(f"g{k}.w"), own(f"g{k}.r"), own(f"g{k}.b"), "", own(f"h{k}")], [own(f"g{k}.y"), own(f"g{k}.h")],
                 hidden_size=width, linear_before_reset=1)
            node("Squeeze", [own(f"g{k}.y"), "axis1"], [own(f"g{k}.s")])
            below = own(f"g{k}.s")
            ends.append(own(f"g{k}.h"))
        node("Concat", ends, [own("next1")], axis=0)
        node("Concat", [below, own("heard")], [own("all")], axis=2)  # [T, 1, ...]: with one row the reshape below puts time second
        weights[own("head.w")], weights[own("head.b")] = array(member.head.weight).T, array(member.head.bias)
        node("MatMul", [own("all"), own("head.w")], [own("head.m")])
        node("Add", [own("head.m"), own("head.b")], [own("head")])
        node("Reshape", [own("head"), "shape"], [own("frames")])
        node("Split", [own("frames"), "parts"], [own("phones"), own("drawn")], axis=2)
        node("Softmax", [own("phones")], [own("posterior")], axis=2)
        node("Sigmoid", [own("drawn")], [own("drawn.s")])
    node("Concat", each("next1"), ["next1"], axis=2)
    total(each("posterior"), "posterior")
    total(each("drawn.s"), "drawn")
    weights["to_visemes"] = nets.TO_VISEMES.numpy()
    node("MatMul", ["posterior", "to_visemes"], ["visemes"])
    node("Concat", ["drawn", "visemes"], ["both"], axis=2)
    weights["read_out"], weights["least"], weights["most"] = array(nets.read_out(net)), np.float32(0), np.float32(1)
    node("MatMul", ["both", "read_out"], ["shown"])
    node("Clip", ["shown", "least", "most"], ["curves"])
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    s0, s1 = [list(s.shape) for s in net.states()]
    made = helper.make_graph(
        nodes, "articulation", [value("x", [1, "T", ft.BANDS * nets.PAIR]), value("state0", s0), value("state1", s1)],
        [value("visemes", [1, "F", len(ph.VISEMES)]), value("curves", [1, "F", len(ph.CURVES)]), value("next0", s0), value("next1", s1)],
        [numpy_helper.from_array(v, k) for k, v in weights.items()])
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 13)], ir_version=8, producer_name="training/export.py")
    onnx.checker.check_model(model)
    return model


def halved(model):
    """The same graph with its large weights kept as 16-bit floats: half the file. They are widened once, when it is loaded."""
    weights = [(w, numpy_helper.to_array(w)) for w in model.graph.initializer]
    casts = []
    for tensor, value in weights:
        if value.dtype == np.float32 and value.size > 1000:
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(value.astype(np.float16), name + ".half"))
            casts.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model


def description(net, prior, decoder, training):
    s0, s1 = [list(s.shape) for s in net.states()]
    return {
        "format": "mouthpiece-articulation/1",
        "framesPerStep": nets.PAIR, "lookAheadFrames": nets.LOOK_AHEAD,
        "lookAheadMs": look_ahead_ms(), "frameOffsetMs": FRAME_OFFSET,
        "tensors": {"input": "x", "visemes": "visemes", "curves": "curves",
                    "states": [{"input": "state0", "output": "next0", "shape": s0}, {"input": "state1", "output": "next1", "shape": s1}]},
        "features": {"sampleRate": ft.RATE, "hop": ft.HOP, "window": ft.WINDOW, "fft": ft.FFT, "bands": ft.BANDS, "lowHz": ft.LOW, "highHz": ft.HIGH, "preEmphasis": ft.PRE, "floor": ft.FLOOR},
        "normaliser": {**ft.NORMALISER, "initialMean": [round(float(v), 4) for v in prior]},
        "visemes": ph.VISEMES, "curves": ph.CURVES, "decoder": decoder, "training": training,
    }


def check(path, net, frames):
    """The file against torch, in pieces of any size: the largest difference."""
    import onnxruntime as ort
    import torch

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    x = frames[:len(frames) // nets.PAIR * nets.PAIR].reshape(1, -1, ft.BANDS * nets.PAIR)
    net.eval()
    with torch.no_grad():
        visemes, curves, _, _ = net(torch.from_numpy(x), *net.states())
    rng, state, at, worst = np.random.default_rng(0), {"state0": net.states()[0].numpy(), "state1": net.states()[1].numpy()}, 0, 0.0
    while at < x.shape[1]:
        k = min(int(rng.integers(1, 18)), x.shape[1] - at)
        v, c, n0, n1 = session.run(None, {"x": x[:, at:at + k], **state})
        state = {"state0": n0, "state1": n1}
        span = slice(at * nets.PAIR, (at + k) * nets.PAIR)
        worst = max(worst, float(np.abs(v[0] - visemes[0, span].numpy()).max()), float(np.abs(c[0] - curves[0, span].numpy()).max()))
        at += k
    return worst


def write(net, prior, decoder, training, models, frames):
    """articulation.onnx, articulation.json and the entry in manifest.json."""
    models.mkdir(parents=True, exist_ok=True)
    path = models / "articulation.onnx"
    onnx.save(halved(graph(net)), path)
    worst = check(path, net, frames)
    if worst > 5e-3:
        raise SystemExit(f"the exported network differs from the trained one by {worst}")
    (models / "articulation.json").write_text(json.dumps(description(net, prior, decoder, training), indent=1) + "\n", encoding="utf8")
    register(models)
    return worst


def register(models):
    """Our two entries of manifest.json, sorted by name; everybody else's stay as they are."""
    manifest = models / "manifest.json"
    entries = json.loads(manifest.read_text(encoding="utf8")) if manifest.exists() else []
    for name, file in (("articulation", "articulation.onnx"), ("articulation-description", "articulation.json")):
        data = (models / file).read_bytes()
        entry = {"name": name, "file": file, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data),
                 "source": "training/ (speechocean762, espeak-ng and flite speech)", "licence": "GPL-3.0-or-later"}
        entries = [e for e in entries if e["name"] != name] + [entry]
    entries.sort(key=lambda entry: entry["name"])
    manifest.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf8")
