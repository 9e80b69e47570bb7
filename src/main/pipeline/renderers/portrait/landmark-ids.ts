/** Which of the 468 face-mesh landmarks the portrait warp holds on to, by role. Numbers only; knows no picture. */

/** Outer contour of the upper lip, from the corner at the image's left to the other, 11 points. */
export const UPPER_OUTER = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291] as const;
/** Outer contour of the lower lip, 11 points, same corners. */
export const LOWER_OUTER = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291] as const;
/** Inner contour of the upper lip, 11 points. */
export const UPPER_INNER = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308] as const;
/** Inner contour of the lower lip, 11 points, same corners. */
export const LOWER_INNER = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308] as const;
/** Outline of the jaw from one ear over the chin to the other. */
export const JAW_LINE = [
  234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454,
] as const;
/** Skin of cheeks, nose, chin and around the mouth. */
export const SKIN = [
  205, 425, 50, 280, 187, 411, 1, 2, 98, 327, 4, 6, 197, 101, 330, 36, 266, 212, 432, 202, 422, 204, 424, 199,
  200, 175, 18, 83, 313, 164, 167, 393, 165, 391, 92, 322, 216, 436, 57, 287, 43, 273, 106, 335, 182, 406,
  207, 427, 214, 434, 210, 430, 169, 394, 32, 262, 194, 418, 123, 352, 147, 376,
] as const;
/** Forehead and temples: what moves with the skull alone. */
export const SKULL = [
  10, 338, 297, 332, 284, 251, 109, 67, 103, 54, 21, 162, 389, 127, 356, 151, 168,
] as const;
/** Eyebrow of the person's right eye (left in the picture), inner end first. */
export const BROW_RIGHT = [107, 66, 105, 63, 70, 55, 65, 52, 53, 46] as const;
/** Eyebrow of the person's left eye. */
export const BROW_LEFT = [336, 296, 334, 293, 300, 285, 295, 282, 283, 276] as const;
/** Contour of the person's right eye: upper lid outer corner to inner corner (9), then lower lid back (7). */
export const EYE_RIGHT = [
  33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7,
] as const;
/** Contour of the person's left eye, outer corner to inner corner, then back. */
export const EYE_LEFT = [
  263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249,
] as const;
/** Left and right of the outer eye corners in the picture; their distance is the unit of length ("eye distance"). */
export const OUTER_EYE_CORNERS = [33, 263] as const;
/** Order of OpenTalking's 20-point outer lip. */
export const OUTER_LIP_ORDER = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185,
] as const;
/** Order of OpenTalking's 20-point inner mouth. */
export const INNER_MOUTH_ORDER = [
  78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191,
] as const;
