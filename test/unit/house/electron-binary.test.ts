/** When no window can open. */
import { expect, test } from 'vitest';
import { whyNoDisplay } from '../../../scripts/house/electron-binary.mjs';

test('Linux without a display says so; other systems always have one', () => {
  const why = whyNoDisplay({});
  if (process.platform === 'linux') expect(why).toBe('there is no display');
  else expect(why).toBeNull();
});
