/** Draws a frame's mouth: the inside first, the lower lip over it. The face layer covers the rest. Knows no time. */
import { movePoints, type RigidMotion } from './mesh-motion.ts';
import { BASIS_INDEX } from './motion-bases.ts';
import { createMouthInterior, type OralPose } from './mouth-interior.ts';
import { drawPlaced, moveLayer } from './placed-mesh.ts';
import type { PortraitRig } from './portrait-rig.ts';

/** How far the tongue rises at tongueOut = 1, eye distances. */
const TONGUE_LIFT = 0.12;

const HEAD = [BASIS_INDEX.yaw, BASIS_INDEX.pitch, BASIS_INDEX.breath] as const;

/** A mouth with its scratch lines; `draw` takes the frame's coefficients, head motion and tongueOut weight. */
export const createMouthDrawing = (
  rig: PortraitRig,
): { draw(coefficients: Float32Array, rigid: RigidMotion, tongueOut: number): void } => {
  const { plane, canvas } = rig;
  const interior = createMouthInterior(rig.oral, plane, canvas);
  const points = rig.upperLip.count;
  const upper = { x: new Float32Array(points), y: new Float32Array(points) };
  const lower = { x: new Float32Array(points), y: new Float32Array(points) };
  const middle = points >> 1;
  const pose: OralPose = { skullX: 0, skullY: 0, roll: 0, jawX: 0, jawY: 0, tongueLift: 0, gap: 0, purse: 0 };

  return {
    draw(coefficients, rigid, tongueOut) {
      movePoints(rig.upperLip, coefficients, rigid, upper.x, upper.y);
      movePoints(rig.lowerLip, coefficients, rigid, lower.x, lower.y);
      const dx = plane.originX - rigid.pivotX;
      const dy = plane.originY - rigid.pivotY;
      pose.skullX = dx * rigid.cosLess - dy * rigid.sin + rigid.shiftX;
      pose.skullY = dx * rigid.sin + dy * rigid.cosLess + rigid.shiftY;
      // The skull's point is skin that the lips pull along: only the head's own motion counts.
      for (const b of HEAD) {
        pose.skullX += coefficients[b]! * rig.skull.fields[b]![0]!;
        pose.skullY += coefficients[b]! * rig.skull.fields[b]![1]!;
      }
      pose.roll = Math.asin(rigid.sin);
      const swing = rig.jaw.fields[BASIS_INDEX.jawOpen]!;
      pose.jawX = 0.05 * coefficients[BASIS_INDEX.jawSide]!;
      pose.jawY =
        (coefficients[BASIS_INDEX.jawOpen]! * (-swing[0]! * plane.sin + swing[1]! * plane.cos)) / plane.unit;
      pose.tongueLift = TONGUE_LIFT * tongueOut;
      const gx = lower.x[middle]! - upper.x[middle]!;
      const gy = lower.y[middle]! - upper.y[middle]!;
      pose.gap = Math.max(0, (-gx * plane.sin + gy * plane.cos) / plane.unit);
      pose.purse = Math.min(1, coefficients[BASIS_INDEX.pucker]! + 0.4 * coefficients[BASIS_INDEX.funnel]!);
      interior.draw(upper, lower, pose);
      moveLayer(rig.kernels, rig.lipLayer, coefficients, rigid);
      drawPlaced(rig.kernels, canvas, rig.lipLayer, rig.lipTexture, 'all');
    },
  };
};
