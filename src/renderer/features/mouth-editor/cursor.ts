/** The pointer's shape over what it would grab. */
import type { Hit } from './hit-test.ts';

const ofSide = (x: number, y: number): string => {
  if (x === 0) return 'ns-resize';
  return y === 0 ? 'ew-resize' : x === y ? 'nwse-resize' : 'nesw-resize';
};

/** A CSS cursor. */
export const cursorOf = (hit: Hit, drawing: boolean): string => {
  if (drawing) return 'crosshair';
  if (hit.kind === 'nothing') return 'grab';
  if (hit.kind === 'radius') return hit.axis === 'x' ? 'ew-resize' : 'ns-resize';
  if (hit.kind === 'box') return ofSide(hit.handle.x, hit.handle.y);
  if (hit.kind === 'frame') return hit.handle === 'knob' ? 'alias' : ofSide(hit.handle.x, hit.handle.y);
  return hit.kind === 'point' ? 'pointer' : 'move';
};
