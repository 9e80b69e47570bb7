/** Writes the golden clip's signature anew after a wanted change of looks: `node scripts/look/golden-clip.ts`. Look at the frames first (clip.ts). */
import { writeFileSync } from 'node:fs';
import { clipSignature } from '../../test/golden/clip-signature.ts';
import { openGallery } from '../../test/golden/gallery.ts';

const gallery = await openGallery(512);
const signature = await clipSignature(gallery['an illustration'], 9999);
writeFileSync(
  new URL('../../test/fixtures/golden/clip.json', import.meta.url),
  `${JSON.stringify({
    about: 'Block means of 16 frames of the illustration speaking; written by scripts/look/golden-clip.ts.',
    signature: signature.toString('base64'),
  })}\n`,
);
