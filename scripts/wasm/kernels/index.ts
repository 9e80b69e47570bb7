/** Everything the kernels export. */
export { enlarge } from './enlarge';
export { encodeScan } from './jpeg-scan';
export { drawLayer } from './layer';
export { boundsOf, movePoints, moveRigidly } from './motion';
export { copyBox } from './pixels';
export { fillPlanes } from './planes';
export { evaluateSpline, fitSpline } from './spline';
