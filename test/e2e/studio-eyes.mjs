/** What tests look at inside the page, where only the browser's own words exist: plain JavaScript, handed to page.evaluate. */

/**
 * How much the picture about the mouth changes from sample to sample, mean over `count` samples, 0..255. The mouth's place is
 * read from the lips drawn on the chosen card.
 */
export const lookAtMouth = async count => {
  const canvas = document.querySelector('canvas[data-pictured]');
  const card = document.querySelector('li [aria-pressed="true"] svg');
  const picture = card.querySelector('image');
  const lips = card.querySelector('path').getBBox();
  const scale = canvas.width / picture.width.baseVal.value;
  const [x, y] = [lips.x * scale, (lips.y - lips.height / 2) * scale];
  const [width, height] = [lips.width * scale, lips.height * 2.5 * scale];
  const look = () => canvas.getContext('2d').getImageData(x, y, width, height).data;
  let before = look();
  let total = 0;
  for (let i = 0; i < count; i++) {
    await new Promise(resolve => setTimeout(resolve, 120));
    const now = look();
    let difference = 0;
    for (let at = 0; at < now.length; at += 4) difference += Math.abs(now[at] - before[at]);
    total += difference / (now.length / 4);
    before = now;
  }
  return total / count;
};

/** Centre of the first lip curve, as a share of a picture `side` pixels wide and high. */
export const lipCentre = (svg, side) => {
  const box = svg.querySelector('path').getBBox();
  return [(box.x + box.width / 2) / side, (box.y + box.height / 2) / side];
};

/** A DataTransfer that holds one PNG file. */
export const transferOf = ({ name, bytes }) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(bytes)], name, { type: 'image/png' }));
  return transfer;
};

/** The same with several files, their bytes in base64. */
export const transferOfAll = files => {
  const transfer = new DataTransfer();
  for (const { name, type, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  return transfer;
};

/** Size of the live picture, and the colour of its corner. */
export const lookAtCorner = canvas => {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  return { size: [canvas.width, canvas.height], corner: [...context.getImageData(2, 2, 1, 1).data] };
};

/** A picture in which there is no face: bytes of a PNG. */
export const paintWall = async () => {
  const canvas = new OffscreenCanvas(300, 300);
  const context = canvas.getContext('2d');
  context.fillStyle = '#357';
  context.fillRect(0, 0, 300, 300);
  return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
};

/** Name of whatever has the keyboard. */
export const focusedName = () => {
  const { activeElement: element } = document;
  return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
};

/** The document's language and colour scheme. */
export const dress = () => ({
  language: document.documentElement.lang,
  scheme: document.documentElement.dataset.mantineColorScheme,
});

/** How much a canvas changes from sample to sample within `box` ([left, top, right, bottom], shares of it), mean of `count` samples, 0..255. */
export const motionWithin = async (canvas, { box, count }) => {
  const [x, y] = [Math.round(box[0] * canvas.width), Math.round(box[1] * canvas.height)];
  const [width, height] = [Math.round(box[2] * canvas.width) - x, Math.round(box[3] * canvas.height) - y];
  const look = () => canvas.getContext('2d').getImageData(x, y, width, height).data;
  let before = look();
  let total = 0;
  for (let i = 0; i < count; i++) {
    await new Promise(resolve => setTimeout(resolve, 120));
    const now = look();
    let difference = 0;
    for (let at = 0; at < now.length; at += 4) difference += Math.abs(now[at] - before[at]);
    total += difference / (now.length / 4);
    before = now;
  }
  return total / count;
};

/** A drawing in which nobody finds a face, with a mouth at (0.5, 0.6): bytes of a PNG of 600 by 600 px. */
export const paintTeapot = async () => {
  const canvas = new OffscreenCanvas(600, 600);
  const context = canvas.getContext('2d');
  const fill = (colour, ...shape) => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(...shape, 0, 0, 2 * Math.PI);
    context.fill();
  };
  context.fillStyle = '#2d5f7c';
  context.fillRect(0, 0, 600, 600);
  context.fillStyle = '#e8c15a';
  context.fillRect(90, 150, 420, 330);
  fill('#e8c15a', 540, 300, 60, 30);
  fill('#a33b2e', 300, 360, 90, 28);
  fill('#5a1712', 300, 360, 80, 4);
  return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
};

/** How much the halves of a canvas that shows two sides beside each other differ, mean 0..255, over their middle. */
export const sidesDiffer = canvas => {
  const gap = 6 * devicePixelRatio;
  const half = (canvas.width - gap) / 2;
  const [width, height] = [Math.round(half * 0.5), Math.round(canvas.height * 0.3)];
  const [x, y] = [Math.round(half * 0.25), Math.round(canvas.height * 0.4)];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const left = context.getImageData(x, y, width, height).data;
  const right = context.getImageData(Math.round(x + half + gap), y, width, height).data;
  let total = 0;
  for (let at = 0; at < left.length; at++) total += Math.abs(left[at] - right[at]);
  return total / (left.length * 0.75);
};

/**
 * Watches two sides from screen refresh to screen refresh after the next key: how many ms until they differ by more than `more`
 * than they did; null after `limitMs`. Started before the key is pressed, read by awaiting `window.seen`.
 */
export const watchSides = (canvas, { more, limitMs }) => {
  const look = () => {
    const half = Math.floor((canvas.width - 6 * devicePixelRatio) / 2);
    const small = new OffscreenCanvas(64, 32);
    const context = small.getContext('2d', { willReadFrequently: true });
    const from = { x: half * 0.25, y: canvas.height * 0.4, width: half * 0.5, height: canvas.height * 0.3 };
    const paint = (x, to) => context.drawImage(canvas, x, from.y, from.width, from.height, to, 0, 32, 32);
    paint(from.x, 0);
    paint(from.x + half + 6 * devicePixelRatio, 32);
    const { data } = context.getImageData(0, 0, 64, 32);
    let total = 0;
    for (let y = 0; y < 32; y++)
      for (let x = 0; x < 32; x++)
        total += Math.abs(data[(y * 64 + x) * 4 + 1] - data[(y * 64 + x + 32) * 4 + 1]);
    return total / 1024;
  };
  let most = 0;
  let pressedAt = null;
  addEventListener('keydown', () => (pressedAt = performance.now()), { capture: true, once: true });
  window.seen = new Promise(resolve => {
    const frame = () => {
      const difference = look();
      const now = performance.now();
      if (pressedAt === null) most = Math.max(most, difference);
      else if (difference > most + more) return resolve(now - pressedAt);
      else if (now - pressedAt > limitMs) return resolve(null);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
};

/** What a canvas shows between two shares of its width, as small grey numbers; to compare pictures of one canvas. */
export const greyStrip = (canvas, [from, to]) => {
  const small = new OffscreenCanvas(24, 24);
  const context = small.getContext('2d');
  const [x, width] = [canvas.width * from, canvas.width * (to - from)];
  context.drawImage(canvas, x, canvas.height * 0.3, width, canvas.height * 0.5, 0, 0, 24, 24);
  return [...context.getImageData(0, 0, 24, 24).data].filter((_, at) => at % 4 === 1);
};

/** What a screen reader says of whatever has the keyboard: empty only where it has no name at all. */
export const focusedLabel = () => {
  const { activeElement: element } = document;
  if (element === null || element === document.body) return '(page)';
  const by = element.getAttribute('aria-labelledby');
  const labels = [...(element.labels ?? [])].map(label => label.textContent);
  const named = by === null ? null : document.getElementById(by.split(' ')[0])?.textContent;
  const name = element.getAttribute('aria-label') ?? named ?? labels[0] ?? element.textContent;
  return (name ?? '').trim() || (element.tagName === 'AUDIO' ? '(sound)' : '');
};

/** Mean colour of a small square of a canvas about a place (shares of it): [red, green, blue]. */
export const colourAt = (canvas, [x, y]) => {
  const side = 5;
  const left = Math.round(x * canvas.width) - 2;
  const top = Math.round(y * canvas.height) - 2;
  const { data } = canvas.getContext('2d').getImageData(left, top, side, side);
  const sum = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) for (let c = 0; c < 3; c++) sum[c] += data[at + c];
  return sum.map(value => value / (side * side));
};

/** Alpha (0..255) of a canvas at a place given as shares of its size. */
export const alphaOf = (canvas, [x, y]) =>
  canvas
    .getContext('2d')
    .getImageData(Math.floor(x * (canvas.width - 1)), Math.floor(y * (canvas.height - 1)), 1, 1).data[3];

/** Everything that can be read on the page. */
export const visibleText = () => document.body.innerText.trim();

/** For `ms`: gaps between screen refreshes, tasks over 50 ms (both ms), and new pictures of the stage a second. */
export const watchPage = ms =>
  new Promise(resolve => {
    const gaps = [];
    const blocked = [];
    const observer = new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) blocked.push(duration);
    });
    observer.observe({ type: 'longtask' });
    const canvas = document.querySelector('canvas[data-pictured]');
    const context = canvas.getContext('2d');
    const draw = context.drawImage.bind(context);
    let frames = 0;
    context.drawImage = (...given) => {
      frames += 1;
      draw(...given);
    };
    const began = performance.now();
    let last = began;
    const refresh = now => {
      gaps.push(now - last);
      last = now;
      if (now - began < ms) {
        requestAnimationFrame(refresh);
        return;
      }
      observer.disconnect();
      context.drawImage = draw;
      resolve({ gaps: gaps.slice(1), blocked, fps: (frames * 1000) / (now - began) });
    };
    requestAnimationFrame(refresh);
  });

/**
 * How the focus is seen: null where it is, else what lacks it. A ring may be drawn by the element, or for it by its parent, a
 * neighbour (the label of a hidden radio) or a part of it (the current row of a list).
 */
export const unseenFocus = () => {
  const { activeElement: element } = document;
  if (element === null || element === document.body || element.id === 'main') return null;
  const swatch = document.body.appendChild(document.createElement('i'));
  swatch.style.color = 'var(--accent)';
  const accent = getComputedStyle(swatch).color;
  swatch.remove();
  const around = [
    element,
    element.parentElement,
    element.parentElement?.parentElement,
    element.nextElementSibling,
    element.previousElementSibling,
    ...element.querySelectorAll('*'),
  ];
  const isMarked = one => {
    if (one === null || one === undefined) return false;
    const { outlineStyle, outlineWidth, boxShadow, borderTopColor, borderTopWidth, stroke } =
      getComputedStyle(one);
    return (
      (outlineStyle !== 'none' && outlineWidth !== '0px') ||
      boxShadow.includes(accent) ||
      (borderTopWidth !== '0px' && borderTopColor === accent) ||
      stroke === accent
    );
  };
  const { width, height, bottom, right, top, left } = element.getBoundingClientRect();
  const isHiddenInput = element instanceof HTMLInputElement && /radio|checkbox|file/.test(element.type);
  const isInSight = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  if ((isHiddenInput || (isInSight && width > 0 && height > 0)) && around.some(isMarked)) return null;
  return `${location.hash || '#/'} ${element.outerHTML.slice(0, 160)}`;
};

/** Ends when no transition runs, those that began meanwhile included, or after three seconds: a live screen may never rest. */
export const transitionsOver = async () => {
  const endsAt = performance.now() + 3_000;
  const late = () => new Promise(resolve => setTimeout(resolve, Math.max(0, endsAt - performance.now())));
  const refreshed = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await refreshed();
  for (;;) {
    const running = document
      .getAnimations()
      .filter(one => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity);
    if (running.length === 0 || performance.now() >= endsAt) return;
    await Promise.race([late(), Promise.allSettled(running.map(one => one.finished))]);
    await refreshed();
  }
};
