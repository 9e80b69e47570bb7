"""The articulation network: two 10 ms frames a step, a short convolution, two GRU layers; causal, with its state outside.

What ships is several of them, trained from other seeds, whose opinions are averaged: they agree on what is there and differ in what
they imagine. Step t holds frames 2t and 2t+1; what it says is about frames 2t-R and 2t+1-R (R = LOOK_AHEAD frames).
"""
import numpy as np
import torch
from torch import nn

import features as ft
import phones as ph

PAIR = 2
LOOK_AHEAD = 10
HEAD = len(ph.PHONES) + len(ph.CURVES)
TO_VISEMES = torch.zeros(len(ph.PHONES), len(ph.VISEMES))
TO_VISEMES[torch.arange(len(ph.PHONES)), torch.from_numpy(ph.VISEME_OF)] = 1


class Articulator(nn.Module):
    def __init__(self, width=240, front=192, kernel=3, dropout=.12):
        super().__init__()
        self.kernel, self.width = kernel, width
        self.front = nn.Conv1d(ft.BANDS * PAIR, front, kernel)
        self.recurrent = nn.GRU(front, width, 2, batch_first=True, dropout=dropout)
        self.head = nn.Linear(width + front, HEAD * PAIR)
        self.drop = nn.Dropout(dropout)
        self.drop_state = nn.Dropout(dropout)

    def set_dropout(self, front, recurrent):
        self.drop.p, self.drop_state.p, self.recurrent.dropout = front, recurrent, recurrent

    def states(self, rows=1):
        return [torch.zeros(rows, ft.BANDS * PAIR, self.kernel - 1), torch.zeros(2, rows, self.width)]

    def forward(self, x, past, hidden):
        """x [rows, steps, 80] -> phone logits [rows, 2*steps, 40], curve logits [rows, 2*steps, 5], past, hidden."""
        joined = torch.cat([past, x.transpose(1, 2)], 2)
        y = torch.relu(self.front(joined)).transpose(1, 2)
        g, hidden = self.recurrent(self.drop(y), hidden)
        out = self.head(torch.cat([self.drop_state(g), y], 2))
        out = out.reshape(out.shape[0], -1, HEAD)
        return out[..., :len(ph.PHONES)], out[..., len(ph.PHONES):], joined[:, :, joined.shape[2] - (self.kernel - 1):], hidden


class Together(nn.Module):
    """Several networks as the application runs them, one answer: the mean of their posteriors and of their drawn curves."""

    def __init__(self, members):
        super().__init__()
        self.members = nn.ModuleList(members)
        self.kernel, self.width = members[0].kernel, members[0].width
        #: the shown jaw is this mix of the drawn one and the visemes' posteriors; evaluate.fit_jaw finds it after training
        self.register_buffer("jaw", torch.eye(1 + len(ph.VISEMES))[0])

    def states(self, rows=1):
        """The past of the input, which all share, and the members' hidden states side by side."""
        past, hidden = self.members[0].states(rows)
        return [past, torch.cat([hidden] * len(self.members), -1)]

    def forward(self, x, past, hidden):
        """x [rows, steps, 80] -> visemes [rows, 2*steps, 15], curves [rows, 2*steps, 5], past, hidden."""
        visemes, drawn, after = 0, 0, []
        for member, own in zip(self.members, hidden.split(self.width, -1)):
            logits, curves, next_past, own = member(x, past, own.contiguous())
            visemes = visemes + torch.softmax(logits, -1) @ TO_VISEMES / len(self.members)
            drawn = drawn + torch.sigmoid(curves) / len(self.members)
            after.append(own)
        both = torch.cat([drawn, visemes], -1)
        return visemes, (both @ read_out(self)).clamp(0, 1), next_past, torch.cat(after, -1)


def read_out(net):
    """[5 + 15, 5]: from drawn curves and visemes to the curves that are shown; all but the jaw are shown as drawn."""
    out = torch.eye(len(ph.CURVES) + len(ph.VISEMES), len(ph.CURVES))
    out[0, 0], out[len(ph.CURVES):, 0] = net.jaw[0], net.jaw[1:]
    return out


@torch.no_grad()
def answer(net, frames):
    """A Together and the normalised frames [n, 40] of one stream -> visemes [n, 15], curves [n, 5], in step with the frames."""
    net.eval()
    n = len(frames)
    padded = np.concatenate([frames, np.repeat(frames[-1:], LOOK_AHEAD + (n % PAIR), 0)])
    padded = padded[:len(padded) // PAIR * PAIR]
    x = torch.from_numpy(padded.reshape(1, -1, ft.BANDS * PAIR))
    visemes, curves, _, _ = net(x, *net.states())
    return visemes[0, LOOK_AHEAD:LOOK_AHEAD + n].numpy(), curves[0, LOOK_AHEAD:LOOK_AHEAD + n].numpy()
