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
